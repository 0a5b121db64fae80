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
            Add(new LedgerEntry.TerminalEnrolled(TerminalId.Parse(terminal), jwk, 1, TerminalLimits.Default));
            journals[terminal] = [];
        }
    }

    public void Seed(string card, IReadOnlyDictionary<string, long> balances) => Add(new LedgerEntry.CardsAdded(
        [new NewCard(Site.Card(card), Kiosks.WalletOf(card), CardClass.Uid, CardState.Ok, Parts(balances))]));

    /// <summary>A terminal writes the next line of its journal; nobody has it yet.</summary>
    public void Write(string terminal, Happening happening)
    {
        var journal = journals[terminal];
        var previous = journal.Count == 0 ? Digest.Zero : journal[^1].Hash();
        var record = Records.At(journal.Count + 1, FactOf(happening), previous) with
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
        Store = new FileLedgerStore(disk, () => new Alone());
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

    /// <summary>A card as the next list shows it.</summary>
    public CardEntry Find(string card) => Store.Read(books => books.Find(Site.Card(card))!);

    /// <summary>What `ledger check` says.</summary>
    public IReadOnlyList<string> Problems()
    {
        var check = new LedgerCheck(Site.Id);
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

    private static Fact FactOf(Happening happening) => happening switch
    {
        Happening.Sold sold => new Fact.Sale(
            Site.Card(sold.Payments[0].Card), Payments(sold.Payments), Basket(sold.Payments), Records.Verdict),
        Happening.Entered entered => new Fact.Entry(
            Site.Card(entered.Payments[0].Card), 1, Payments(entered.Payments), Records.Verdict),
        Happening.Voided voided => new Fact.Void(Place(voided.Sale), Payments(voided.Returned), Staff),
        Happening.Abandoned abandoned => new Fact.EntryAbandoned(
            Place(abandoned.Entry), Payments(abandoned.Returned)),
        Happening.Held held => new Fact.Hold(
            Payment(held.Payment), ArticleId.Parse("beer"), new Money(700), 450,
            Records.Verdict),
        Happening.Captured captured => new Fact.Capture(
            Place(captured.Hold), Payment(captured.Payment), 10, 1_000, "cardGone"),
        Happening.Released released => new Fact.Release(Place(released.Hold), "noFlow"),
        Happening.Refilled refilled => new Fact.Refill(Payment(refilled.Payment), Staff),
        Happening.Refunded refunded => new Fact.Refund(Payment(refunded.Payment), Staff),
        Happening.DepositReturned returned => new Fact.DepositReturn(Payment(returned.Payment), 1, Staff),
        Happening.Closed => new Fact.Closure(1, [], []),
        _ => throw new InvalidOperationException($"{happening}"),
    };

    private static CardToken Staff { get; } = Site.Card("0455667788AABB");

    private static RecordPosition Place(long sequence) => new(1, sequence);

    private static ValueList<Payment> Payments(Paid[] payments) => [.. payments.Select(Payment)];

    private static Payment Payment(Paid paid) => new(
        Site.Card(paid.Card),
        paid.Wallet is { } wallet ? Kiosks.WalletOf(wallet) : null,
        Parts(paid.Parts));

    private static ValueList<AssetAmount> Parts(IReadOnlyDictionary<string, long> parts) =>
        [.. parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => Records.Amount(part.Key, part.Value))];

    /// <summary>One article a tag, at exactly what is paid.</summary>
    private static ValueList<BasketLine> Basket(Paid[] payments) =>
    [
        .. from payment in payments
           from part in payment.Parts
           group part.Value by part.Key == "TIM" into tag
           select new BasketLine(
               ArticleId.Parse("round"), 1, new Money(tag.Sum()), 2000,
               tag.Key ? AssetCategory.Time : null),
    ];

    private sealed class Alone : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
