namespace GrantSync.Sandbox;

/// <summary>A refusal that goes out as an XML-RPC fault inside HTTP 200.</summary>
internal sealed class OdooFault : Exception
{
    private OdooFault(int code, string text) : base(text) => Code = code;

    public int Code { get; }

    /// <summary>In `load`, a user's error stands in the messages; any other ends the call.</summary>
    public bool IsUserError => Code is 2 or 4;

    /// <summary>Code 1: what Odoo did not foresee, with a server traceback whose last line says what it was.</summary>
    public static OdooFault Traceback(string error) => new(1, $"""
        Traceback (most recent call last):
          File "odoo/addons/base/controllers/rpc.py", line 161, in xmlrpc_2
            response = self._xmlrpc(service)
                       ^^^^^^^^^^^^^^^^^^^^^
        {error}

        """);

    /// <summary>Code 2: what a user may read.</summary>
    public static OdooFault User(string text) => new(2, text);

    /// <summary>Code 2, for a record that is gone: recordings 040 and 058.</summary>
    public static OdooFault Missing(string model, int id, int user) =>
        new(2, $"Record does not exist or has been deleted.\n(Record: {model}({id},), User: {user})");

    /// <summary>Code 3: recording 039.</summary>
    public static OdooFault AccessDenied(string text = "Access Denied") => new(3, text);

    /// <summary>Code 4: rights.</summary>
    public static OdooFault Access(string text) => new(4, text);
}
