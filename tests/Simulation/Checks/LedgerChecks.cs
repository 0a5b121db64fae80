using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// What must hold of the ledger: it has nothing that no terminal made durable, its balances are what its records say,
/// it forgets nothing that it has acknowledged, and its lists say what its books say.
/// </summary>
internal sealed class LedgerChecks(World world, Checks checks)
{
    private const int ListsBetweenLooks = 4;

    private static readonly Topics Topics = new(Site.Id);

    private readonly Dictionary<(TerminalId Terminal, long Epoch), long> booked = [];
    private readonly Dictionary<(TerminalId Terminal, long Epoch), long> acknowledged = [];
    private readonly SaidLists said = new();
    private readonly Dictionary<ReadOnlyMemory<byte>, BeatMessage> beats = [];
    private readonly Dictionary<TerminalId, Queue<ReadOnlyMemory<byte>>> latest = [];
    private readonly Dictionary<ReadOnlyMemory<byte>, long> keys = [];
    private readonly Accounts expected = checks.NewAccounts();
    private readonly Dictionary<(TerminalId Terminal, long Epoch), long> everBooked = [];
    private int lists;

    /// <summary>What wallets have by all that it ever had in its books, restored since or not.</summary>
    public Accounts Known { get; } = checks.NewAccounts();

    /// <summary>What the drink station has taken and the ledger never had in its books.</summary>
    public long UnbookedAtStation =>
        world.Station?.Unbooked(everBooked.GetValueOrDefault((DrinkStation.Name, 1L))) ?? 0;

    /// <summary>It ever had this record in its books.</summary>
    public bool HasBooked(TerminalId terminal, RecordPosition position) =>
        everBooked.GetValueOrDefault((terminal, position.Epoch)) >= position.Sequence;

    /// <summary>It has done something.</summary>
    public void Stepped(ILedgerStore store) => store.Read(books =>
    {
        var changed = new List<(WalletId Wallet, AssetId Asset)>();
        foreach (var book in books.Terminals)
            foreach (var chain in book.Chains)
                Follow(book.Terminal, chain, changed);
        foreach (var ((terminal, epoch), sequence) in acknowledged)
            if (sequence > 0 && (!books.TryFind(terminal, out var book) || book.Chain(epoch) is null))
                throw new BrokenInvariant(
                    "the ledger forgets nothing that it has acknowledged", $"{terminal} is not enrolled any more");
        if (changed.Count > 0)
            checks.HouseIsBounded();
        foreach (var (wallet, asset) in changed)
            if (Together(books, wallet, asset) is var has && has != expected.Together(wallet, asset))
                throw new BrokenInvariant(
                    "the sum of facts is the balance",
                    $"the books have {has} {asset} for {wallet}; its records say {expected.Together(wallet, asset)}");
        return true;
    });

    /// <summary>It publishes something.</summary>
    public void Says(MqttMessage message)
    {
        if (message.Topic == Topics.CardList)
            Says(Read<ListManifest>(message, Addressee.Terminals));
        else if (message.Topic == Topics.CardDelta)
            Says(Read<ListDelta>(
                message with { Payload = CardChunks.Unpack(message.Payload.Span).OrThrow() }, Addressee.Terminals));
        else if (message.Topic == Topics.Keys)
            keys[message.Payload] = Read<KeysMessage>(message, Addressee.Terminals).Version;
        else if (Topics.TryParseChunk(message.Topic, out var chunk) && !message.Payload.IsEmpty)
            said.Take(chunk, message.Payload);
        else if (Topics.TryParse(message.Topic, out var terminal, out var kind) && kind == TerminalTopic.Ack)
            foreach (var row in Read<AckMessage>(message, Addressee.Of(terminal)).Epochs)
                acknowledged[(terminal, row.Epoch)] = row.Sequence;
        else if (kind == TerminalTopic.Beat)
            Keep(terminal, message);
    }

    /// <summary>Of a day the last ones are kept: none comes late.</summary>
    private void Keep(TerminalId terminal, MqttMessage beat)
    {
        const int kept = 8;
        beats[beat.Payload] = Read<BeatMessage>(beat, Addressee.Of(terminal));
        if (!world.Story.Plan.IsDay)
            return;
        if (!latest.TryGetValue(terminal, out var its))
            latest[terminal] = its = new Queue<ReadOnlyMemory<byte>>();
        its.Enqueue(beat.Payload);
        if (its.Count > kept)
            beats.Remove(its.Dequeue());
    }

    /// <summary>The beat that the ledger has sent to that terminal in these very bytes; null: none.</summary>
    public BeatMessage? BeatOf(TerminalId terminal, ReadOnlyMemory<byte> payload) =>
        beats.GetValueOrDefault(payload) is { } beat && beat.To == Addressee.Of(terminal) ? beat : null;

    /// <summary>The version of the site's keys that the ledger has sent in these very bytes; 0: none.</summary>
    public long KeysOf(ReadOnlyMemory<byte> payload) => keys.GetValueOrDefault(payload);

    /// <summary>A list goes with keys of this version: earlier ones may name a terminal that may not speak.</summary>
    public long KeysOf(ListVersion list) => said.Of(list).Keys;

    /// <summary>What a list that was published says of a card; null: it is not there.</summary>
    public CardEntry? EntryOf(ListVersion list, CardToken card) => said.EntryOf(list, card);

    /// <inheritdoc cref="Checks.Settled"/>
    public void Settled(WalletId wallet, AssetId asset, long amount)
    {
        expected.Settle(wallet, asset, amount);
        Known.Settle(wallet, asset, amount);
    }

    /// <summary>It begins again from a backup: what it has acknowledged since is for terminals to send again.</summary>
    public void Restored()
    {
        booked.Clear();
        acknowledged.Clear();
        expected.Open();
    }

    /// <summary>Why it is not yet the union of all journals; null when it is.</summary>
    public string? NotYet(Accounts truth)
    {
        if (world.Ledger.Store is not { } store)
            return "the ledger is down";
        foreach (var machine in world.Machines)
            if (checks.Of(machine.Name).Witness.Last is { } last &&
                booked.GetValueOrDefault((machine.Name, last.Record.Position.Epoch)) != last.Record.Position.Sequence)
                return $"the ledger lacks records of {machine.Name}";
        if (world.Station is { } station &&
            booked.GetValueOrDefault((DrinkStation.Name, station.Last.Epoch)) != station.Last.Sequence)
            return "the ledger lacks records of the drink station";
        return store.Read(books =>
        {
            foreach (var ((wallet, asset), units) in truth.Rows)
                if (Together(books, wallet, asset) is var has && has != truth.Together(wallet, asset))
                    return $"the books have {has} {asset} for {wallet}; all journals together say {units}";
            foreach (var hold in HoldsOf(books).Except(truth.Holds.Names))
                throw new BrokenInvariant("what is over is not held any more", $"{hold.Held} of {hold.Terminal}");
            foreach (var asset in books.Balances.GroupBy(row => row.Asset))
                if (asset.Sum(row => row.Amount.MinorUnits) is var sum && sum != 0)
                    throw new BrokenInvariant("all accounts together are zero", $"{sum} {asset.Key}");
            return null;
        });
    }

    /// <summary>All that the books hold.</summary>
    private IEnumerable<(TerminalId Terminal, RecordPosition Held)> HoldsOf(LedgerBooks books) =>
        checks.Holds.Where(hold => books.Settlements.HoldsOf(hold.Terminal, hold.Position).Count > 0);

    private static T Read<T>(MqttMessage message, Addressee to)
        where T : class, ISignedMessage<T>
    {
        var signed = Jws.OpenUnverified(T.Type, message.Payload).OrThrow();
        return StrictJson.Read(signed.Payload.Span, T.Json).OrThrow() is { } read && read.To == to
            ? read
            : throw new InvalidDataException($"The ledger says something for {to} to somebody else.");
    }

    private void Follow(TerminalId terminal, EpochChain chain, List<(WalletId, AssetId)> changed)
    {
        var place = (terminal, chain.Epoch);
        if (chain.Sequence < acknowledged.GetValueOrDefault(place))
            throw new BrokenInvariant(
                "the ledger forgets nothing that it has acknowledged",
                $"{terminal} {chain.Epoch}/{acknowledged[place]} was acknowledged, {chain.Sequence} are there");
        for (var sequence = booked.GetValueOrDefault(place) + 1; sequence <= chain.Sequence; sequence++)
        {
            var position = new RecordPosition(chain.Epoch, sequence);
            if (terminal == DrinkStation.Name && world.Station!.HasLost(position))
                continue;
            if (chain.HashOf(sequence) is not { } hash ||
                checks.Find(terminal, position, hash) is not { } record)
                throw new BrokenInvariant(
                    "the ledger has only what was durable", $"{terminal} {position} was never on its disk like that");
            changed.AddRange(expected.Take(record));
            if (sequence > everBooked.GetValueOrDefault(place))
            {
                Known.Take(record);
                everBooked[place] = sequence;
            }
        }
        // A power cut of its own may have taken what it had not acknowledged.
        if (chain.Sequence < booked.GetValueOrDefault(place))
            throw new BrokenInvariant("the ledger forgets nothing", $"{terminal}: {chain.Sequence} are left");
        booked[place] = chain.Sequence;
    }

    private void Says(ListManifest manifest)
    {
        if (said.Take(manifest) is { } other)
            throw new BrokenInvariant("a whole list is what its changes came to", other);
        // One that is said again may be behind records that move nothing.
        if (!checks.Listed(manifest) || lists++ % ListsBetweenLooks != 0)
            return;
        AreBooked(manifest.Watermarks, manifest.List());
        foreach (var card in said.CardsOf(manifest))
            Compare(card, manifest.List());
    }

    /// <summary>What is said again of what has changed must come to the same.</summary>
    private void Says(ListDelta delta)
    {
        if (said.Take(delta) is { } other)
            throw new BrokenInvariant("what is said since a list is what was said", other);
        if (!checks.Listed(said.Of(delta.List())))
            return;
        // All rows: one that is missing is wrong as well.
        AreBooked(said.Of(delta.List()).Watermarks, delta.List());
        foreach (var card in delta.Changed)
            Compare(card, delta.List());
        // What has not been said to have changed is as the books have it, too.
        if (lists++ % ListsBetweenLooks != 0)
            return;
        foreach (var card in world.Ledger.Store!.Read(books => books.Cards()))
            if (said.EntryOf(delta.List(), card.Card) is var entry && entry != card)
                throw new BrokenInvariant(
                    "all that has changed is said", $"{delta.List()} has {entry}, the books have {card}");
    }

    private void AreBooked(IEnumerable<Watermark> watermarks, ListVersion list)
    {
        foreach (var row in watermarks)
            if (booked.GetValueOrDefault((row.Terminal, row.Epoch)) != row.Sequence)
                throw new BrokenInvariant(
                    "a list's watermark is its balances'", $"{row.Terminal}: {row.Sequence} in {list}");
    }

    /// <summary>
    /// Records that wait for others lower what a list says, and so do open holds, until they are overdue.
    /// </summary>
    private void Compare(CardEntry card, ListVersion list)
    {
        var overdue = world.Agenda.Now - OpenHold.CountsForMilliseconds;
        var isAnyWaiting = world.Ledger.Store!.Read(books => books.Terminals.Any(book => book.Waiting > 0));
        if (card.State == CardState.Blocked != expected.IsBlocked(card.Card))
            throw new BrokenInvariant(
                "a list says what the books say", $"{list} says that {card.Card} is {card.State}; its records do not");
        var assets = card.Balances.Select(row => row.Asset).ToList();
        foreach (var asset in assets)
        {
            var has = Accounts.Together(
                asset, assets, one => card.Balances.First(row => row.Asset == one).Amount.MinorUnits);
            var said = expected.Together(card.Wallet, asset);
            var most = said - expected.Holds.Of(card.Wallet, asset, since: overdue);
            var least = said - expected.Holds.Of(card.Wallet, asset);
            if (has > most || has < least && !isAnyWaiting)
                throw new BrokenInvariant(
                    "a list says what the books say",
                    $"{list} has {has} {asset} for {card.Wallet}, its records say {most}");
        }
    }

    private static long Together(LedgerBooks books, WalletId wallet, AssetId asset) => Accounts.Together(
        asset, books.AssetsOf(wallet), one => books.BalanceOf(Account.Of(wallet), one).MinorUnits);
}
