using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A ledger with two cards and a terminal, and somebody who hears all that it says of lists.</summary>
public abstract class SaidListsBench : IDisposable
{
    private readonly Site site = new();

    protected SaidListsBench()
    {
        Ledger = new LedgerBench(site).With((Guest, "TLF 10000"), (Other, "TLF 100"));
        Terminal = new JournalWriter(site);
        Listener = new ListListener(site);
        Listener.Hear(Ledger.Logic.Connected(Now));
    }

    protected LedgerBench Ledger { get; }

    protected JournalWriter Terminal { get; }

    protected ListListener Listener { get; }

    protected long Now { get; private set; }

    public void Dispose()
    {
        site.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string Uid(int number) => $"04{number:X12}";

    protected static NewCard NewCard(int number) => LedgerBench.NewCard(Uid(number), "TLF 100");

    /// <summary>Somebody else who hears lists of this site.</summary>
    protected ListListener NewListener() => new(site);

    protected MqttMessage Since(long era, long version) => new(
        LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Since),
        new SinceMessage(era, version, Listener.Manifest.History).Write());

    protected void Ask(long version) => Ledger.Logic.Received([Since(1, version)], Now, Clock.Noon);

    /// <summary>As its service: what takes long is gone on with at once.</summary>
    protected void Say(long later)
    {
        Now += later;
        do
            Listener.Hear(Ledger.Logic.OnTime(Now));
        while (Ledger.Logic.HasMore);
    }
}
