using System.Text.Json;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>The doctor, beside a daemon that is well, and where nothing is.</summary>
public sealed class DoctorTests
{
    private const string Guest = "04E141125B3C80";

    private static readonly SitePlan Plan = new(
        "verger",
        "bar-1",
        EnrolOptions: [],
        CardRows: [$"{Guest},uid,ok,TLF,1000"],
        Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Beside_a_daemon_that_is_well_all_is_good_and_nobody_is_disturbed()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.TerminalLog.First<string>(
            0, line => line.Contains("Connected to the broker", StringComparison.Ordinal), Cancellation);

        var (code, findings) = await ExamineAsync(site.ConfigurationFile);

        Assert.DoesNotContain(findings, finding => finding.Remedy is not null);
        Assert.Equal(0, code);
        Assert.Contains("held by the daemon", Found(findings, "reader"), StringComparison.Ordinal);
        string[] hardware =
            ["board", "GPIO chips", "lines let go", "I2C buses", "SPI devices", "PWM chips", "serial lines"];
        Assert.All(hardware, subject => Assert.NotEqual("", Found(findings, subject)));
        Assert.StartsWith("answers in", Found(findings, "ledger"), StringComparison.Ordinal);
        Assert.StartsWith("good, every signature checked", Found(findings, "journal"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.TerminalLog.Seen, line => line.Contains("lost", StringComparison.Ordinal));
        await site.Panel.PressAsync("1", Cancellation);
        await site.Panel.ReadsAsync(0, "To pay", Cancellation);
        await site.PutAsync(Guest);
        await site.Panel.ReadsAsync(0, "Thank you", Cancellation);
    }

    [Fact]
    public async Task When_the_daemon_is_stopped_the_reader_tells_its_firmware()
    {
        await using var site = await RunningSite.OpenAsync(Plan, Cancellation);
        await site.PullThePlugAsync(Cancellation);

        var (_, findings) = await ExamineAsync(site.ConfigurationFile);

        Assert.StartsWith("PN532, firmware 1.6, at ", Found(findings, "reader"), StringComparison.Ordinal);
        Assert.StartsWith("none runs on", Found(findings, "daemon"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_right_one_run_names_every_problem_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.In("config.json"),
            $$"""
            {
              "profile": "ferry",
              "state": "{{folder.In("state")}}", "enrolment": "{{folder.In("enrolment")}}",
              "mqtt": { "host": "127.0.0.1", "port": {{FreePort.Find()}} },
              "reader": { "device": "{{folder.In("reader")}}" },
              "kiosk": { "articles": [ { "id": "beer", "price": -1, "key": "1" } ] }
            }
            """,
            Cancellation);

        var (code, findings) = await ExamineAsync(folder.In("config.json"));

        Assert.Equal(4, code);
        Assert.Equal(
            ["configuration", "configuration", "enrolment", "journal", "reader", "broker", "ledger"],
            findings.Where(finding => finding.Remedy is not null).Select(finding => finding.Subject));
        Assert.All(findings, finding => Assert.NotEqual("", finding.Remedy));
    }

    private static string Found(IEnumerable<Row> findings, string subject) =>
        findings.Single(finding => finding.Subject == subject).Found;

    private static async Task<(int Code, List<Row> Findings)> ExamineAsync(string configuration)
    {
        await using var doctor = await ChildProcess.StartAsync(
            "dotnet",
            new Dictionary<string, string>(),
            Checkout.EdgeTerminal, "doctor", "--json", "--config", configuration);
        var code = await doctor.End(Cancellation);
        using var told = JsonDocument.Parse(string.Join('\n', doctor.Output.Seen));
        return (
            code,
            [
                .. told.RootElement.EnumerateArray().Select(row => new Row(
                    row.GetProperty("subject").GetString()!,
                    row.GetProperty("found").GetString()!,
                    row.TryGetProperty("do", out var remedy) ? remedy.GetString() : null)),
            ]);
    }

    private sealed record Row(string Subject, string Found, string? Remedy);
}
