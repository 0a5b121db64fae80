using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>What the doctor says of a terminal that may be revoked one day.</summary>
public sealed class RevocationExaminerTests : IDisposable
{
    private readonly DaemonBench daemon = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => daemon.Dispose();

    [Fact]
    public void Whether_it_would_hear_of_it()
    {
        var silent = Assert.Single(RevocationExaminer.Examine(Configuration));
        var asks = Assert.Single(RevocationExaminer.Examine(Configuration with
        {
            Ledger = LedgerSettings.None with { Server = new Uri("https://ledger.lan:8443") },
        }));

        Assert.Contains("ledger.server is not set", silent.Found, StringComparison.Ordinal);
        Assert.Contains("https://ledger.lan:8443", asks.Found, StringComparison.Ordinal);
        Assert.False(silent.IsProblem || asks.IsProblem);
    }

    [Fact]
    public void What_a_way_out_would_do()
    {
        var gate = new GateSettings(
            Gates.WayOut,
            new GateLines("turnstile", null, null, null),
            new Dictionary<string, Input>(),
            new HashSet<object>());
        var asks = Assert.Single(RevocationExaminer.Examine(daemon.Configuration("gate", gate) with
        {
            Ledger = LedgerSettings.None with { Server = new Uri("https://ledger.lan:8443") },
        }));

        Assert.Contains("stands open", asks.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_could_not_be_erased_is_named()
    {
        await daemon.EnrolAsync(Cancellation);
        Assert.DoesNotContain(RevocationExaminer.Examine(Configuration), finding => finding.IsProblem);

        using var held = File.OpenHandle(
            daemon.EnrolmentFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var problem = Assert.Single(RevocationExaminer.Examine(Configuration), finding => finding.IsProblem);
        Assert.Contains(daemon.EnrolmentFile, problem.Found, StringComparison.Ordinal);
    }

    private HostConfiguration Configuration => daemon.Configuration(
        "kiosk",
        new StationSettings(new KioskSetup(Kiosks.Beer, 1), KioskReader.KeysOf([]), new HashSet<object>()));
}
