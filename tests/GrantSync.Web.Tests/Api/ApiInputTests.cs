using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GrantSync.Web.Tests.Api;

public sealed class ApiInputTests(RunningWeb web)
{
    [Theory]
    [InlineData("{\"name\":\"Kenya\"", 400, "breaks off or goes wrong at line 1, byte 16")]
    [InlineData("", 400, "The body is missing or breaks off")]
    [InlineData("null", 400, "The body is missing or breaks off")]
    [InlineData("[]", 400, "The body is not JSON")]
    [InlineData("{\"name\":\"Kenya\"}", 400, "The body lacks countryCode.")]
    [InlineData("{\"name\":\"Kenya\",\"countryCode\":\"KEN\",\"odooCompany\":1}", 400, "There is no field 'odooCompany' here")]
    [InlineData("{\"name\":\"Kenya\",\"name\":\"Kenia\",\"countryCode\":\"KEN\"}", 400, "The field 'name' stands twice")]
    [InlineData("{\"name\":null,\"countryCode\":\"KEN\"}", 400, "'name' may not be null")]
    [InlineData("{\"name\":7,\"countryCode\":\"KEN\"}", 400, "'name' cannot be read")]
    [InlineData("{\"name\":\"a\\u0000b\",\"countryCode\":\"KEN\"}", 400, "NUL")]
    [InlineData("{\"name\":\"a\\ud800b\",\"countryCode\":\"KEN\"}", 400, "'name' cannot be read")]
    [InlineData("{\"name\":\"Kenya\",\"countryCode\":\"KEN\",\"odooCompanyId\":99999999999}", 400, "'odooCompanyId' cannot be read")]
    [InlineData("{\"name\":\"Kenya\",\"countryCode\":\"KEN\",\"odooCompanyId\":-1}", 422, "An Odoo company id is a positive number.")]
    public async Task A_wrong_body_is_told_where_it_is_wrong(string body, int status, string sentence)
    {
        await using var organisation = await Organisation.Found(web);
        var answer = await organisation.Manager.Send("POST", "units", body);
        answer.Expect(status);
        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("GrantSync.Web", answer.Text, StringComparison.Ordinal);
        Assert.Equal("[]", (await organisation.Manager.Get("units")).Text);
    }

    [Fact]
    public async Task A_wrong_field_is_named_as_the_body_names_it()
    {
        await using var organisation = await Organisation.Found(web);
        var grant = await organisation.StartGrant();
        var category = (long)(await organisation.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]![0]!["id"]!;
        object Line(string code, object units) => new { categoryId = category, code, description = "Salaries", units, unitValue = 5 };

        var answer = await organisation.Manager.Patch($"grants/{grant}/budget", new { lines = new[] { Line("1.1", 2), Line("1.2", "many"), Line("1.3", "1,250") } });
        Assert.Equal("'many' is not a number.", answer.Error("lines[1].units"));
        Assert.Contains("can be read in two ways", answer.Error("lines[2].units"), StringComparison.Ordinal);
        Assert.Equal("2 fields need attention. Nothing was saved.", answer.Detail);

        answer = await organisation.Manager.Patch($"grants/{grant}/budget", new { lines = new[] { Line("1.1", 2), Line("1.1", 3) } });
        Assert.Contains("is used twice", answer.Error("lines[1].code"), StringComparison.Ordinal);

        answer = await organisation.Manager.Send("PATCH", $"grants/{grant}/budget", "{\"lines\":[null]}");
        answer.Expect(400);
        Assert.Contains("'lines' may not be null, nor hold null", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(0m, (decimal)(await organisation.Manager.Get($"grants/{grant}/budget")).Expect(200)["total"]!);
    }

    [Fact]
    public async Task A_currency_that_does_not_exist_and_a_code_used_twice_are_refused_at_their_field()
    {
        await using var organisation = await Organisation.Found(web);
        await organisation.StartGrant();
        long First(string what) => (long)organisation.Manager.Get(what).Result.Expect(200)[0]!["id"]!;
        object Grant(string code, string currency, string endsOn = "2027-12-31") => new
        {
            unitId = First("units"),
            donorId = First("donors"),
            templateId = First("templates"),
            title = "Another",
            code,
            currency,
            startsOn = "2026-01-01",
            endsOn,
        };

        Assert.Contains("'EURO' is not an ISO 4217 currency", (await organisation.Manager.Post("grants", Grant("NEW", "EURO"))).Error("currency"), StringComparison.Ordinal);
        Assert.Contains("There is a grant ETH-CVP-CVP already", (await organisation.Manager.Post("grants", Grant("CVP", "EUR"))).Error("code"), StringComparison.Ordinal);
        Assert.Contains("ends before it starts", (await organisation.Manager.Post("grants", Grant("NEW", "EUR", "2025-12-31"))).Error("endsOn"), StringComparison.Ordinal);
        Assert.Contains("'endsOn' cannot be read", (await organisation.Manager.Post("grants", Grant("NEW", "EUR", "31.12.2027"))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_editors_of_one_line_are_told_which_line()
    {
        await using var organisation = await Organisation.Found(web);
        var grant = await organisation.StartGrant();
        await organisation.AddLines(grant, 2);
        var line = (await organisation.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]![0]!["lines"]![0]!;
        object Edit(int units) => new { lines = new[] { new { id = (long)line["id"]!, code = "1.1", description = "Line 1", units, unitValue = 3, position = 1, seenRevision = 1 } } };

        (await organisation.Manager.Patch($"grants/{grant}/budget", Edit(7))).Expect(200);
        var late = await organisation.Admin.Patch($"grants/{grant}/budget", Edit(8));
        late.Expect(409);
        Assert.Equal("linesHaveMoved", late.Kind);
        Assert.Equal((long)line["id"]!, (long)late.Json!["lineIds"]![0]!);
        Assert.Equal(7m, (decimal)(await organisation.Manager.Get($"grants/{grant}/budget")).Expect(200)["categories"]![0]!["lines"]![0]!["units"]!);
    }

    [Theory]
    [InlineData("grants/1/progress?wait=soon", 400, "'soon' is not a value for wait.")]
    [InlineData("grants/1/progress?wait=61", 422, "Wait between 0 and 60 seconds")]
    [InlineData("sync-log?from=yesterday", 400, "'yesterday' is not a value for from.")]
    [InlineData("grants?search=%00", 400, "NUL")]
    [InlineData("grants/none", 404, "There is nothing at this address.")]
    [InlineData("grants/99999999999999999999", 404, "There is nothing at this address.")]
    public async Task A_wrong_address_is_told_what_is_wrong(string path, int status, string sentence)
    {
        await using var organisation = await Organisation.Found(web);
        var answer = await organisation.Manager.Get(path);
        answer.Expect(status);
        Assert.Contains(sentence, answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_json_of_at_most_10_mebibytes_is_read()
    {
        await using var organisation = await Organisation.Found(web);
        using var form = new FormUrlEncodedContent([new("name", "Kenya")]);
        Assert.Contains("application/json", (await organisation.Manager.Send(HttpMethod.Post, "units", form)).Detail, StringComparison.Ordinal);

        using var large = new StringContent($"{{\"name\":\"{new string('x', 11 << 20)}\",\"countryCode\":\"KEN\"}}", Encoding.UTF8, "application/json");
        var answer = await organisation.Manager.Send(HttpMethod.Post, "units", large, ("Expect", "100-continue"));
        answer.Expect(413);
        Assert.Contains("larger than 10 MiB", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_cut_off_on_its_way_saves_nothing()
    {
        await using var organisation = await Organisation.Found(web);
        using var tcp = new TcpClient();
        var address = new Uri(web.Address);
        await tcp.ConnectAsync(address.Host, address.Port);
        var body = "{\"name\":\"Kenya\",\"countryCode\":\"KEN\"}";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /api/v1/units HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {organisation.TokenOf(Application.Pipeline.Role.Admin)}\r\nContent-Type: application/json\r\nContent-Length: {body.Length + 40}\r\nConnection: close\r\n\r\n{body}");
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        tcp.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        // Kestrel hangs up on a client that stops sending, or still gets its 400 out
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
        Assert.Equal("[]", (await organisation.Manager.Get("units")).Text);
    }
}
