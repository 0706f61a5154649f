namespace GrantSync.Odoo.XmlRpc;

/// <summary>What a value is on the wire.</summary>
public enum XmlRpcKind : byte
{
    /// <summary>No value. Odoo refuses to send it and says False instead; some other servers do send it.</summary>
    Nil,

    /// <summary>A whole number of up to 64 bits.</summary>
    Int,

    /// <summary>True or False. Odoo's False also stands for an empty field.</summary>
    Bool,

    /// <summary>Text.</summary>
    String,

    /// <summary>A floating-point number.</summary>
    Double,

    /// <summary>A moment without a time zone. Odoo itself sends dates as text.</summary>
    DateTime,

    /// <summary>Bytes.</summary>
    Base64,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Named values.</summary>
    Struct,
}
