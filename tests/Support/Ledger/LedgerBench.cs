using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>A ledger of the test site on a disk in memory, with the test terminal enrolled.</summary>
public sealed class LedgerBench
{
    private readonly Site site;

    public LedgerBench(Site site, ForgetfulDisk? disk = null)
        : this(site, disk ??= new ForgetfulDisk(), new FileLedgerStore(disk, () => new NoLock()))
    {
    }

    /// <summary>A ledger whose books are elsewhere.</summary>
    public LedgerBench(Site site, ILedgerStore store) : this(site, new ForgetfulDisk(), store)
    {
    }

    private LedgerBench(Site site, ForgetfulDisk disk, ILedgerStore store)
    {
        (this.site, Disk, Store) = (site, disk, store);
        Logic = new LedgerLogic(Site.Id, Store, site.Ledger, Options) { HandedIn = new HandedIn(meter: null) };
    }

    public static LedgerOptions Options { get; } = new();

    public static Topics Topics { get; } = new(Site.Id);

    public ForgetfulDisk Disk { get; }

    public ILedgerStore Store { get; }

    public LedgerLogic Logic { get; private set; }

    internal RejectedLines Rejected => new(Disk);

    internal Treasury Treasury => new(
        Site.Id, Store, site.Ledger, new ManualTime(DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon)));

    public IReadOnlyList<ReconciliationRow> Rows => Store.Read(books => books.Rows.ToList());

    /// <summary>All that the books hold, as text: to be compared.</summary>
    public string State => Store.Read(StateOf);

    /// <summary>What is wrong with the books, computed anew from the stored lines.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            var check = new LedgerCheck(Site.Id, site.LedgerKeys);
            check.Run(Store.Entries());
            return check.Problems;
        }
    }

    /// <summary>Adds the terminal and cards: <c>("04E141125B3C80", "TLF 1000")</c>.</summary>
    public LedgerBench With(params (string Uid, string Balances)[] cards)
    {
        Add(Enrolment());
        Add(new LedgerEntry.CardsAdded([.. cards.Select(card => NewCard(card.Uid, card.Balances))]));
        return this;
    }

    public void Add(LedgerEntry entry) => Add(Store, entry);

    public static bool Add(ILedgerStore store, LedgerEntry entry) => store.Change(draft =>
    {
        draft.Add(entry);
        return true;
    });

    public LedgerEntry.TerminalEnrolled Enrolment() =>
        new(Site.Bar, site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default with { Staff = Trusting });

    /// <summary>Whoever has a badge gives as much as they like.</summary>
    public static StaffRules Trusting { get; } = new(
        [new StaffRole(Badge, Refills: true, Voids: true, TakesDeposits: true, Closes: true)],
        AssetId.Parse("TLF"), new Money(Money.Limit), new Money(Money.Limit), new Money(Money.Limit), 600, []);

    private static AssetId Badge => AssetId.Parse("BDG");

    public static NewCard NewCard(string uid, string balances) => new(
        Site.Card(uid), Kiosks.WalletOf(uid), CardClass.Uid, CardState.Ok, [.. Kiosks.Amounts(balances)])
    {
        // Any of them may be staff.
        Entitlements = [new Entitlement(Badge, null, long.MaxValue / 2_000)],
    };

    /// <summary>The process ends without a word, and starts again from what was durable.</summary>
    public LedgerBench Crash() => new(site, Disk.AfterPowerCut());

    /// <summary>As <c>ledger raise-era</c> does, in a process of its own, so many milliseconds after noon.</summary>
    public long RaiseEra(long now) => Eras.Raise(
        new FileLedgerStore(Disk, () => new NoLock()), DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon + now));

    /// <summary>Lines come in one message on the terminal's topic.</summary>
    public IReadOnlyList<LedgerAction> Take(params SignedObject[] lines) => Take(now: 0, lines);

    public IReadOnlyList<LedgerAction> Take(long now, params SignedObject[] lines) =>
        Logic.Received([Message(lines)], now, Received);

    /// <summary>Lines come at a time of their own, by the ledger's.</summary>
    public IReadOnlyList<LedgerAction> TakeAt(long received, params SignedObject[] lines) =>
        Logic.Received([Message(lines)], now: 0, received);

    /// <summary>When lines come, by the ledger's time: an hour before a treasurer decides anything.</summary>
    private const long Received = Clock.Noon - 3_600_000;

    public static MqttMessage Message(params SignedObject[] lines) => new(
        Topics.Of(Site.Bar, TerminalTopic.Journal),
        lines.SelectMany(line => line.Compact.ToArray().Append((byte)'\n')).ToArray());

    /// <summary>A ledger whose log ends after these entries.</summary>
    internal static LedgerBench Of(Site site, IReadOnlyList<LedgerEntry> entries)
    {
        var disk = new ForgetfulDisk();
        var log = new List<byte>();
        var last = Digest.Zero;
        foreach (var (index, entry) in entries.Index())
        {
            var line = LogLine.Write(index + 1, last, entry);
            last = Digest.Of(line.Span[..^1]);
            log.AddRange(line.Span);
        }
        disk.Replace("ledger.log", log.ToArray());
        return new LedgerBench(site, disk);
    }

    /// <summary>Acks to the test terminal, in order.</summary>
    public static List<AckMessage> Acks(Site site, IReadOnlyList<LedgerAction> actions) =>
    [
        .. from publish in actions.OfType<LedgerAction.Publish>()
           where publish.Message.Topic == Topics.Of(Site.Bar, TerminalTopic.Ack)
           select SignedMessage.Read<AckMessage>(
               publish.Message.Payload, site.LedgerKeys, Site.Id, Addressee.Of(Site.Bar)).OrThrow(),
    ];

    /// <summary>What a list would say that the card has, in minor units; 0 for what it does not name.</summary>
    public long Listed(string uid, string asset = "TLF") => Store.Read(books => books.Find(Site.Card(uid))!.Balances
        .FirstOrDefault(row => row.Asset == AssetId.Parse(asset)).Amount.MinorUnits);

    /// <summary>What of the card waits in suspense, in minor units.</summary>
    public long Suspense(string uid, string asset = "TLF") => Of(Account.SuspenseOf(Site.Card(uid)), asset);

    /// <summary>What an account has, in minor units.</summary>
    public long Of(Account account, string asset) =>
        Store.Read(books => books.BalanceOf(account, AssetId.Parse(asset)).MinorUnits);

    internal static string StateOf(LedgerBooks books) => string.Join(
        "; ",
        [
            $"era {books.Era}, list {books.LastList}, keys {books.KeysVersion}, forks {books.Forks}",
            .. books.Rows.Select(row => row.ToString()),
            .. books.Watermarks().Select(row => $"{row.Terminal} {row.Position()}"),
            .. books.Terminals.SelectMany(book => book.Parked.All).Select(line => $"{line.Position} waits"),
            .. books.Balances.Select(row => $"{row.Account} {row.Amount} {row.Asset}"),
            .. books.Cards().Select(card => card.ToString()).Order(StringComparer.Ordinal),
        ]);

    /// <summary>What of the card the ledger has, in minor units.</summary>
    public long Balance(string uid, string asset = "TLF") => Store.Read(books =>
        books.BalanceOf(Account.Of(Kiosks.WalletOf(uid)), AssetId.Parse(asset)).MinorUnits);

    private sealed class NoLock : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
