using System.Globalization;
using Bogus;

namespace GrantSync.Web.Demo;

/// <summary>A grant of the demo, as somebody would type it.</summary>
public sealed record DemoGrant(
    string Title, string Country, string Donor, string Code, string Template, string Currency, DateOnly StartsOn, DateOnly EndsOn, IReadOnlyList<DemoLine> Lines);

public sealed record DemoLine(string Category, string Code, string Description, string Units, string UnitName, string UnitValue);

/// <summary>Invented grants whose numbers look like a real NGO's: salaries a month, flights a trip, indirect costs as a share.</summary>
public sealed class DemoGrants(Randomizer random)
{
    public static readonly (string Name, string Country, int Company, string CompanyName)[] Units =
    [
        ("Ethiopia country office", "ETH", 1, "GrantSync Foundation"),
        ("Kenya country office", "KEN", 2, "GrantSync Kenya"),
        ("Head office Utrecht", "NLD", 1, "GrantSync Foundation"),
    ];

    public static readonly (string Name, string Code)[] Donors =
    [
        ("European Union", "EUX"), ("Sida", "SID"), ("FCDO", "FCD"), ("UN Women", "UNW"), ("Ministry of Foreign Affairs NL", "MFA"), ("Oak Leaf Foundation", "OLF"),
    ];

    private static readonly (string Code, string Name)[] Prag =
    [
        ("1", "Human resources"), ("2", "Travel"), ("3", "Equipment and supplies"), ("4", "Local office"), ("5", "Other costs, services"), ("6", "Indirect costs"),
    ];

    public static readonly (string Name, (string Code, string Name)[] Categories)[] Templates =
    [
        ("EU external action", Prag),
        ("UN implementing partner",
        [
            ("A", "Staff and personnel"), ("B", "Supplies and commodities"), ("C", "Contractual services"), ("D", "Travel"), ("E", "General operating costs"),
        ]),
        ("Private foundation", [("PER", "Personnel"), ("PRG", "Programme costs"), ("OVH", "Overhead")]),
    ];

    private static readonly (string Title, string Country, string Donor, string Code, int Template, string Currency, int Lines, int Year)[] Grants =
    [
        ("Civic voices for inclusive local government", "ETH", "EUX", "CVP", 0, "EUR", 24, 2026),
        ("Safe water for pastoralist communities", "KEN", "SID", "WSH", 0, "EUR", 18, 2026),
        ("Girls stay in school", "ETH", "FCD", "GSS", 0, "GBP", 16, 2025),
        ("Women in mediation", "KEN", "UNW", "WIM", 1, "USD", 20, 2026),
        ("Climate-smart smallholders", "KEN", "MFA", "CSS", 0, "EUR", 30, 2025),
        ("Strengthening finance of partner organisations", "NLD", "OLF", "SFP", 2, "EUR", 9, 2026),
    ];

    private static readonly (string Description, string UnitName, decimal Low, decimal High)[] Kinds =
    [
        ("Project manager", "month", 2200, 4200), ("Finance officer", "month", 1100, 2200), ("Field officer", "month", 700, 1500), ("Driver", "month", 350, 700),
        ("Monitoring and evaluation officer", "month", 1200, 2400), ("Regional flights", "trip", 320, 780), ("International flights", "trip", 850, 1600),
        ("Per diem of field visits", "day", 35, 95), ("Vehicle hire", "day", 60, 140), ("Laptops", "piece", 780, 1400), ("Solar pumps", "piece", 2400, 5200),
        ("Office rent", "month", 600, 1900), ("Internet and telephone", "month", 90, 260), ("External audit", "audit", 6500, 14000),
        ("Mid-term evaluation", "evaluation", 9000, 22000), ("Training of facilitators", "workshop", 1200, 4600), ("Community dialogue meetings", "meeting", 140, 420),
        ("Translation of materials", "page", 9, 18), ("Radio broadcasts", "spot", 60, 190), ("School kits", "kit", 7, 16),
    ];

    public IReadOnlyList<DemoGrant> All() => [.. Grants.Select(grant =>
    {
        var (name, categories) = Templates[grant.Template];
        var lines = Enumerable.Range(0, grant.Lines).Select(n => Line(categories[n * categories.Length / grant.Lines], n)).ToList();
        return new DemoGrant(
            grant.Title, grant.Country, grant.Donor, grant.Code, name, grant.Currency, new DateOnly(grant.Year, 1, 1), new DateOnly(grant.Year + 2, 12, 31), lines);
    })];

    private DemoLine Line((string Code, string Name) category, int number)
    {
        var kind = random.ArrayElement(Kinds);
        var code = string.Create(CultureInfo.InvariantCulture, $"{category.Code}.{number + 1}");
        if (category.Name.Contains("ndirect", StringComparison.Ordinal) || category.Name == "Overhead")
        {
            return new DemoLine(category.Code, code, "Indirect costs, 7 % of direct costs", "1", "lump sum", Text(random.Decimal(18000, 64000)));
        }

        var units = kind.UnitName == "month" ? 36 : random.Int(1, 60);
        return new DemoLine(category.Code, code, kind.Description, units.ToString(CultureInfo.InvariantCulture), kind.UnitName, Text(random.Decimal(kind.Low, kind.High)));
    }

    private static string Text(decimal value) => decimal.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
