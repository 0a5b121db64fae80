using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Staff as the ledger says them: brokers keep them, and nobody but the terminal is to read them.</summary>
public sealed class SealedStaffTests : IDisposable
{
    private static readonly StaffPin Pin =
        new(Site.Card(Kiosks.Guest), "AAECAwQFBgcICQoLDA0ODw", 200_000, $"{Digest.Zero}");

    private static readonly TerminalConfig Staff = new(Staff: LedgerBench.Trusting with { Pins = [Pin] });

    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public SealedStaffTests() => ledger = new LedgerBench(site).With((Kiosks.Guest, "TLF 1000"));

    public void Dispose() => site.Dispose();

    [Fact]
    public void Hashes_of_PINs_are_read_with_the_terminals_key_only()
    {
        Say(Staff);

        var (said, text) = Assert.Single(Told(ledger.Logic.Connected(0)));

        Assert.DoesNotContain(Pin.Hash, text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Pin.Card}", text, StringComparison.Ordinal);
        Assert.Equal(Staff, said.Config.Open(site.Terminal).OrThrow());
        Assert.False(said.Config.Open(site.Ledger).Succeeded(out _, out _));
    }

    /// <summary>Nothing else has changed: what was sealed for the key before nobody can open there any more.</summary>
    [Fact]
    public void Who_is_enrolled_with_another_key_is_told_anew()
    {
        Say(Staff);
        ledger.Logic.Connected(0);
        Assert.Empty(Told(ledger.Logic.OnTime(1)));
        using var other = Es256Signer.Create();
        ledger.Add(new LedgerEntry.TerminalEnrolled(
            Site.Bar, other.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon));

        var (said, _) = Assert.Single(Told(ledger.Logic.OnTime(2)));

        Assert.Equal(Staff, said.Config.Open(other).OrThrow());
        Assert.Empty(Told(ledger.Logic.OnTime(3)));
    }

    private void Say(TerminalConfig parts)
    {
        var time = new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon));
        var desk = new ConfigDesk(new KeyedStore(ledger.Store, time), Site.Id, site.Ledger, time);
        Assert.Null(desk.Say(new ConfigRequest(ConfigScope.Site, parts, [], "because"), key: null).Why);
    }

    private List<(ConfigMessage Said, string Text)> Told(IReadOnlyList<LedgerAction> actions) =>
    [
        .. from publish in actions.OfType<LedgerAction.Publish>()
           where publish.Message.Topic == LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Config)
           let payload = publish.Message.Payload
           select (
               SignedMessage.Read<ConfigMessage>(payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow(),
               Encoding.UTF8.GetString(
                   Jws.Open(JwsType.Config, payload, site.LedgerKeys).OrThrow().Payload.Span)),
    ];
}
