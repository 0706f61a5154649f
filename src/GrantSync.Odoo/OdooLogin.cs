namespace GrantSync.Odoo;

/// <summary>Who we are in one Odoo database.</summary>
/// <param name="Address">The server and database.</param>
/// <param name="User">The login name, usually an e-mail address.</param>
/// <param name="Uid">Odoo's number for that user, from <see cref="OdooCalls.Authenticate"/>; 0 while not authenticated.</param>
/// <param name="Key">The API key, which takes the password's place.</param>
public sealed record OdooLogin(OdooAddress Address, string User, int Uid, OdooKey Key);
