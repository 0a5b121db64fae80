using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger.Model;

/// <summary>The real ledger, told the same: terminals with keys of their own write signed lines.</summary>
internal sealed class MoneyLedger
{
    private static readonly LedgerOptions Options = new();

    private readonly Site site;
    private readonly IReadOnlyDictionary<string, Es256Signer> keys;
    private readonly Dictionary<string, List<SignedObject>> journals = [];
    private ForgetfulDisk disk = new();
    private LedgerLogic logic = null!;

    private FileLedgerStore Store { get; set; } = null!;

    public MoneyLedger(Site site, IReadOnlyDictionary<string, Es256Signer> keys)
    {
        (this.site, this.keys) = (site, keys);
        Restart();
        foreach (var (terminal, key) in keys)
        {
            var jwk = key.PublicKey.ToJsonWebKey();
            Add(new LedgerEntry.TerminalEnrolled(
                TerminalId.Parse(terminal), jwk, 1,
                TerminalLimits.Default with { Staff = LedgerBench.Trusting }));
            journals[terminal] = [];
        }
        Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(MoneyFacts.StaffCard, "")]));
    }

    public void Seed(string card, IReadOnlyDictionary<string, long> balances) => Add(new LedgerEntry.CardsAdded(
    [
        new NewCard(Site.Card(card), Kiosks.WalletOf(card), CardClass.Uid, CardState.Ok, MoneyFacts.Parts(balances)),
    ]));

    /// <summary>A terminal writes the next line of its journal; nobody has it yet.</summary>
    public void Write(string terminal, Happening happening)
    {
        var journal = journals[terminal];
        var previous = journal.Count == 0 ? Digest.Zero : journal[^1].Hash();
        var record = Records.At(journal.Count + 1, MoneyFacts.Of(happening), previous) with
        {
            Terminal = TerminalId.Parse(terminal),
        };
        journal.Add(RecordLine.Write(record, keys[terminal]));
    }

    /// <summary>Lines of a terminal come in one message, in this order.</summary>
    public void Deliver(string terminal, IEnumerable<long> sequences, long now)
    {
        var lines = sequences.Select(sequence => journals[terminal][(int)sequence - 1]).ToList();
        if (lines.Count == 0)
            return;
        var topic = new Topics(Site.Id).Of(TerminalId.Parse(terminal), TerminalTopic.Journal);
        var payload = lines.SelectMany(line => line.Compact.ToArray().Append((byte)'\n')).ToArray();
        logic.Received([new MqttMessage(topic, payload)], now, Clock.Noon);
    }

    public void Pass(long now) => logic.OnTime(now);

    public void Restart()
    {
        disk = disk.AfterPowerCut();
        Store = new FileLedgerStore(disk, () => new MemoryStream());
        logic = new LedgerLogic(Site.Id, Store, site.Ledger, Options);
    }

    /// <summary>False: refused; the process that asked for it ends.</summary>
    public bool Merge(string gone, string stays) =>
        TryAdd(new LedgerEntry.WalletsMerged(Kiosks.WalletOf(gone), Kiosks.WalletOf(stays)));

    /// <summary>False: refused; the process that asked for it ends.</summary>
    public bool Reissue(string lost, string card) =>
        TryAdd(new LedgerEntry.CardReissued(Site.Card(lost), Site.Card(card), CardClass.Uid));

    /// <summary>Balances that are not zero.</summary>
    public Dictionary<(string Account, string Asset), long> Balances() => Store.Read(books => books.Balances
        .ToDictionary(row => (row.Account.ToString(), row.Asset.ToString()), row => row.Amount.MinorUnits));

    /// <summary>All cards as the next list shows them.</summary>
    public Dictionary<CardToken, CardEntry> Listed() =>
        Store.Read(books => books.Cards()).ToDictionary(card => card.Card);

    /// <summary>What `ledger check` says.</summary>
    public IReadOnlyList<string> Problems()
    {
        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(Store.Entries());
        return check.Problems;
    }

    private bool TryAdd(LedgerEntry entry)
    {
        var before = Balances();
        try
        {
            Add(entry);
            return true;
        }
        catch (LedgerStoreException)
        {
            Restart();
            Assert.Equal(before, Balances());
            return false;
        }
    }

    private void Add(LedgerEntry entry) => LedgerBench.Add(Store, entry);
}
