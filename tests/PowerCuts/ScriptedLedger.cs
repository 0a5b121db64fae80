using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.PowerCuts;

/// <summary>The ledger of the script: its logic and its store, on a folder.</summary>
internal sealed class ScriptedLedger(Site site, string folder, Marks marks) : IDisposable
{
    private readonly Topics topics = new(Site.Id);
    private FileLedgerStore? store;
    private LedgerLogic logic = null!;

    /// <summary>Its process starts, after another one has ended.</summary>
    public void Open()
    {
        store?.Dispose();
        store = new FileLedgerStore(new FolderStorage(folder), () => new NoLock());
        logic = new LedgerLogic(Site.Id, store, site.Ledger, new LedgerOptions { ListEvery = 0 });
    }

    /// <summary>A site with one terminal, and 20.00 euro for each guest.</summary>
    public void Found(IEnumerable<string> guests)
    {
        LedgerBench.Add(store!, new LedgerEntry.TerminalEnrolled(
            Site.Bar, site.Terminal.PublicKey.ToJsonWebKey(), 1, Kiosks.Generous));
        LedgerBench.Add(store!, new LedgerEntry.CardsAdded(
            [.. guests.Select(guest => LedgerBench.NewCard(guest, "TNF 200, TLF 10000"))]));
        Answered();
    }

    /// <summary>A connection is there.</summary>
    public IEnumerable<MqttMessage> Connected(long now) => Answered(logic.Connected(now));

    /// <summary>Lines of the journal come; a new list goes out if there is something new to say.</summary>
    public IEnumerable<MqttMessage> Take(ReadOnlyMemory<byte> lines, long now)
    {
        var message = new MqttMessage(topics.Of(Site.Bar, TerminalTopic.Journal), lines);
        return Answered([.. logic.Received([message], now, Clock.Noon + now), .. logic.OnTime(now)]);
    }

    private List<MqttMessage> Answered(IReadOnlyList<LedgerAction> actions)
    {
        Answered();
        return [.. actions.OfType<LedgerAction.Publish>().Select(publish => publish.Message)];
    }

    private void Answered() => marks.Ledger(store!.Entries().Count());

    public void Dispose() => store?.Dispose();

    private sealed class NoLock : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
