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

    private enum Kind
    {
        Staff,
        Travel,
        Goods,
        Office,
        Services,
        Activities,
        Indirect,
    }

    /// <summary>What a category is spent on, by its code in its template.</summary>
    private static readonly Dictionary<string, Kind[]> KindsOf = new()
    {
        ["1"] = [Kind.Staff],
        ["2"] = [Kind.Travel],
        ["3"] = [Kind.Goods],
        ["4"] = [Kind.Office],
        ["5"] = [Kind.Services, Kind.Activities],
        ["6"] = [Kind.Indirect],
        ["A"] = [Kind.Staff],
        ["B"] = [Kind.Goods],
        ["C"] = [Kind.Services],
        ["D"] = [Kind.Travel],
        ["E"] = [Kind.Office],
        ["PER"] = [Kind.Staff],
        ["PRG"] = [Kind.Activities, Kind.Travel],
        ["OVH"] = [Kind.Indirect],
    };

    private static readonly (Kind Kind, string Description, string UnitName, int Most, decimal Low, decimal High)[] Items =
    [
        (Kind.Staff, "Project manager", "month", 36, 2200, 4200), (Kind.Staff, "Finance officer", "month", 36, 1100, 2200),
        (Kind.Staff, "Field officer", "month", 36, 700, 1500), (Kind.Staff, "Monitoring and evaluation officer", "month", 36, 1200, 2400),
        (Kind.Staff, "Driver", "month", 36, 350, 700), (Kind.Staff, "Country director, 20 %", "month", 36, 900, 1400),
        (Kind.Travel, "Regional flights", "trip", 18, 320, 780), (Kind.Travel, "International flights", "trip", 9, 850, 1600),
        (Kind.Travel, "Per diem of field visits", "day", 240, 35, 95), (Kind.Travel, "Vehicle hire", "day", 120, 60, 140), (Kind.Travel, "Fuel", "month", 36, 180, 420),
        (Kind.Goods, "Laptops", "piece", 8, 780, 1400), (Kind.Goods, "Solar pumps", "piece", 6, 2400, 5200), (Kind.Goods, "School kits", "kit", 1200, 7, 16),
        (Kind.Goods, "Motorcycles", "piece", 4, 1900, 2900), (Kind.Goods, "Seedlings", "seedling", 9000, 0.35m, 0.9m), (Kind.Goods, "Printer", "piece", 2, 320, 610),
        (Kind.Office, "Office rent", "month", 36, 600, 1900), (Kind.Office, "Internet and telephone", "month", 36, 90, 260),
        (Kind.Office, "Electricity and water", "month", 36, 60, 190), (Kind.Office, "Office supplies", "month", 36, 45, 130), (Kind.Office, "Security guards", "month", 36, 240, 520),
        (Kind.Services, "External audit", "audit", 3, 6500, 14000), (Kind.Services, "Mid-term evaluation", "evaluation", 1, 9000, 22000),
        (Kind.Services, "Final evaluation", "evaluation", 1, 12000, 26000), (Kind.Services, "Translation of materials", "page", 400, 9, 18),
        (Kind.Activities, "Training of facilitators", "workshop", 12, 1200, 4600), (Kind.Activities, "Community dialogue meetings", "meeting", 90, 140, 420),
        (Kind.Activities, "Radio broadcasts", "spot", 120, 60, 190), (Kind.Activities, "Sub-grants to local partners", "grant", 10, 4000, 12000),
        (Kind.Indirect, "Indirect costs, lump sum", "lump sum", 1, 18000, 64000),
    ];

    public IReadOnlyList<DemoGrant> All() => [.. Grants.Select(grant =>
    {
        var (name, categories) = Templates[grant.Template];
        return new DemoGrant(
            grant.Title, grant.Country, grant.Donor, grant.Code, name, grant.Currency, new DateOnly(grant.Year, 1, 1), new DateOnly(grant.Year + 2, 12, 31),
            [.. categories.SelectMany(category => LinesOf(category.Code, grant.Lines / categories.Length))]);
    })];

    private IEnumerable<DemoLine> LinesOf(string category, int count)
    {
        var items = random.Shuffle(Items.Where(item => KindsOf[category].Contains(item.Kind))).Take(Math.Max(count, 1));
        return items.Select((item, n) => new DemoLine(
            category,
            string.Create(CultureInfo.InvariantCulture, $"{category}.{n + 1}"),
            item.Description,
            (item.Most is 36 or 1 ? item.Most : random.Int((item.Most + 1) / 2, item.Most)).ToString(CultureInfo.InvariantCulture),
            item.UnitName,
            Text(random.Decimal(item.Low, item.High))));
    }

    private static string Text(decimal value) => decimal.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
