using CloudBridge.Contract;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// A drink station as others see it: a journal of its own, with holds and what ends them, that it relays. It is
/// modelled in the plainest way, none of it is the product's: a line is durable at once, and it hears no other
/// terminal. It holds no more than the newest list gives, less all that it has open and all that it took above that
/// list's watermark.
/// </summary>
internal sealed class DrinkStation
{
    private const long SendAgainEvery = 5_000;
    private const long RedialPause = 1_000;

    private static readonly Topics Topics = new(Site.Id);
    private static readonly AssetId Paid = AssetId.Of(AssetCategory.Local);
    private static readonly ArticleId Beer = ArticleId.Parse("draught");

    private readonly World world;
    private readonly List<(JournalRecord Record, SignedObject Signed)> lines = [];
    private readonly HashSet<RecordPosition> lost = [];
    private readonly OpenHolds open = new(_ => 0);
    private BrokerLink? link;
    private ListVersion? list;
    private (long Era, long Sequence) acked;
    private int pouring;
    private bool losesNext;

    public DrinkStation(World world, SimulatedKey key) => (this.world, Key) = (world, key);

    /// <summary>Its name among terminals.</summary>
    public static TerminalId Name { get; } = TerminalId.Parse("station");

    /// <summary>Signs its journal.</summary>
    public SimulatedKey Key { get; }

    /// <summary>The part of the network that it is in.</summary>
    public int Part { get; set; }

    /// <summary>Its last record.</summary>
    public RecordPosition Last => lines[^1].Record.Position;

    /// <summary>Why it is not at rest; null when it is.</summary>
    public string? NotYet =>
        pouring > 0 ? "somebody still pours"
        : acked.Sequence != lines.Count ? $"acknowledged up to {acked.Sequence} of {lines.Count}"
        : null;

    /// <summary>What it wrote in a place; null: nothing like that.</summary>
    public JournalRecord? Find(RecordPosition position, Digest hash) =>
        lines.Find(line => line.Record.Position == position && line.Signed.Hash() == hash).Record;

    /// <summary>What it has taken that the ledger has not in its books.</summary>
    public long Unbooked(long booked) => lines.Skip((int)booked)
        .SelectMany(line => line.Record.Fact.Movements())
        .Sum(movement => -movement.Amount.MinorUnits);

    /// <summary>Nobody will ever hear that record.</summary>
    public bool HasLost(RecordPosition position) => lost.Contains(position);

    /// <summary>What it writes next is lost before anybody hears it; its chain goes on behind that.</summary>
    public void LoseNextLine() => losesNext = true;

    /// <summary>It is switched on, for good.</summary>
    public void Begin()
    {
        Write(new Fact.EpochOpened(StorageId: null, BoardSerial: null));
        Write(new Fact.BootStarted("0.1.0", "station, boot 1"));
        Dial();
        world.Agenda.Every(SendAgainEvery, () =>
        {
            Send(acked.Sequence + 1, lines.Count);
            return true;
        });
    }

    /// <summary>Somebody holds a card there, and pours when a sum could be set aside.</summary>
    public void Pour(Happening.Poured pour)
    {
        var card = Deck.TokenOf(pour.Card);
        if (list is not { } used || world.Checks.Ledger.EntryOf(used, card) is not { State: CardState.Ok } entry)
            return;
        var held = new Money(Math.Min(pour.Held, FreeOf(entry, used)));
        if (!held.IsPositive)
            return;
        var verdict = new Verdict(ListMode.Stale, used, 0, CardClass.Uid, PriceListVersion: 1, []);
        var payment = PaymentOf(entry, held);
        var position = Write(new Fact.Hold(payment, Beer, new Money(1_000), PulsesPerLitre: 1_000, verdict));
        if (pour.For == 0)
            return;
        var decided = DebitOf(position, entry, used);
        pouring++;
        world.Agenda.After(pour.For, () =>
        {
            pouring--;
            End(decided, payment with { Parts = PartsOf(Money.Min(held, new Money(pour.Taken))) });
        });
    }

    private void End(Debit decided, Payment payment)
    {
        var held = decided.Held!.Value;
        if (payment.Parts.Count == 0)
        {
            Write(new Fact.Release(held.Position, "nothing poured"));
            return;
        }
        world.Checks.Bound.Add(payment.Wallet!.Value, decided with
        {
            Position = Last.Next(),
            Held = HasLost(held.Position) ? null : held,
            Parts = payment.Parts.ToDictionary(part => part.Asset, part => part.Amount.MinorUnits),
        });
        // A pulse is a millilitre, and a millilitre a cent.
        var pulses = payment.Total().MinorUnits;
        Write(new Fact.Capture(held.Position, payment, pulses, pulses * 1_000, "card taken away"));
    }

    private long FreeOf(CardEntry entry, ListVersion used)
    {
        var marks = world.Checks.WatermarksOf(used).GetValueOrDefault(Name);
        var taken =
            from line in lines
            where !marks.Covers(line.Record.Position)
            from movement in line.Record.Fact.Movements()
            where movement.Wallet == entry.Wallet
            select -movement.Amount.MinorUnits;
        var had = entry.Balances.FirstOrDefault(row => row.Asset == Paid).Amount.MinorUnits;
        return Math.Min(had, world.Story.Plan.OfflineLimit) - taken.Sum() - open.Of(entry.Wallet, Paid);
    }

    private Debit DebitOf(RecordPosition held, CardEntry entry, ListVersion used)
    {
        var listed = world.Checks.WatermarksOf(used);
        var counts = new Dictionary<TerminalId, EpochMarks>(listed);
        counts[Name] = counts.GetValueOrDefault(Name).With([held]);
        return new Debit(
            Name,
            held,
            new Dictionary<AssetId, long>(),
            used,
            counts,
            new Hearing(listed),
            HeardBefore: 0,
            world.Story.Plan.OfflineLimit,
            entry.Balances.ToDictionary(row => row.Asset, row => row.Amount.MinorUnits))
        {
            At = world.Agenda.Now,
            Held = (held, world.Agenda.Now),
        };
    }

    private static Payment PaymentOf(CardEntry entry, Money amount) =>
        new(entry.Card, entry.Wallet, PartsOf(amount));

    private static ValueList<AssetAmount> PartsOf(Money amount) =>
        amount.IsPositive ? [new AssetAmount(Paid, amount)] : [];

    private RecordPosition Write(Fact fact)
    {
        var now = world.Agenda.Now;
        var record = new JournalRecord(
            Site.Id,
            Name,
            new RecordPosition(1, lines.Count + 1),
            lines.Count == 0 ? Digest.Zero : lines[^1].Signed.Hash(),
            new Stamp(1, now, Clock.Noon + now, Trusted: true),
            fact);
        lines.Add((record, RecordLine.Write(record, Key.Signer)));
        open.Take(record);
        world.Tell($"{Name}: {fact.GetType().Name}");
        if (losesNext)
            lost.Add(record.Position);
        else
            world.Checks.Poured(record);
        losesNext = false;
        Send(lines.Count, lines.Count);
        return record.Position;
    }

    private void Dial()
    {
        link = world.Connect(Name.ToString(), Part, Hear, () => Redial());
        if (link is null)
        {
            Redial();
            return;
        }
        link.Subscribe(Topics.CardList);
        link.Subscribe(Topics.CardDelta);
        link.Subscribe(Topics.Of(Name, TerminalTopic.Ack));
        link.Subscribe(Topics.Of(Name, TerminalTopic.Resend));
    }

    private void Redial()
    {
        link = null;
        world.Agenda.After(RedialPause, Dial);
    }

    private void Hear(MqttMessage message)
    {
        if (message.Topic == Topics.CardList)
            HearList<ListManifest>(message.Payload, manifest => manifest.List());
        else if (message.Topic == Topics.CardDelta &&
            CardChunks.Unpack(message.Payload.Span).Succeeded(out var delta, out _))
            HearList<ListDelta>(delta, change => change.List());
        else if (Topics.TryParse(message.Topic, out _, out var kind) && kind == TerminalTopic.Ack)
            HearAck(message.Payload);
        else if (ResendMessage.Read(message.Payload.Span).Succeeded(out var asked, out _) && asked.Epoch == 1)
            Send(asked.From, Math.Min(asked.Through, lines.Count));
    }

    /// <summary>Which list there is; what is in it, is looked up where it was said.</summary>
    private void HearList<T>(ReadOnlyMemory<byte> payload, Func<T, ListVersion> versionOf)
        where T : class, ISignedMessage<T>
    {
        if (SignedMessage.Read<T>(payload, world.LedgerKeys, Site.Id, Addressee.Terminals)
                .Succeeded(out var said, out _) &&
            (list is null || versionOf(said) > list))
            list = versionOf(said);
    }

    private void HearAck(ReadOnlyMemory<byte> payload)
    {
        if (!SignedMessage.Read<AckMessage>(payload, world.LedgerKeys, Site.Id, Addressee.Of(Name))
                .Succeeded(out var ack, out _))
            return;
        var said = (ack.Era, ack.Epochs[^1].Sequence);
        if (said.CompareTo(acked) > 0)
            acked = said;
    }

    private void Send(long from, long through)
    {
        var payload = new MemoryStream();
        for (var sequence = from; sequence <= through; sequence++)
        {
            if (HasLost(lines[(int)sequence - 1].Record.Position))
                continue;
            var line = lines[(int)sequence - 1].Signed.Compact.Span;
            if (payload.Length + line.Length + 1 > Topics.LongestJournalMessage)
                Publish(payload);
            payload.Write(line);
            payload.WriteByte((byte)'\n');
        }
        if (payload.Length > 0)
            Publish(payload);
    }

    private void Publish(MemoryStream payload)
    {
        link?.Publish(new MqttMessage(Topics.Of(Name, TerminalTopic.Journal), payload.ToArray()));
        payload.SetLength(0);
    }
}
