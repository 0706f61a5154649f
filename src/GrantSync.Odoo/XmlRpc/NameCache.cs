using System.Text;

namespace GrantSync.Odoo.XmlRpc;

/// <summary>The member names seen in one document: a thousand records repeat the same dozen, so each is made into text once.</summary>
internal readonly struct NameCache()
{
    private const int Slots = 64;
    private readonly string?[] seen = new string?[Slots];

    public string Get(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) { return ""; }
        ref var slot = ref seen[((name.Length * 7) + (name[0] * 3) + name[^1]) % Slots];
        if (slot is not null && Ascii.Equals(name, slot)) { return slot; }
        return slot = Encoding.UTF8.GetString(name);
    }
}
