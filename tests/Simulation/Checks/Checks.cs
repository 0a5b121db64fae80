using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>All that must hold, looked at after each step of whatever has changed.</summary>
internal sealed class Checks(World world)
{
    private static readonly Topics Topics = new(Site.Id);

    private readonly Dictionary<(TerminalId Terminal, RecordPosition Position), long> holds = [];
    private readonly Dictionary<TerminalId, TerminalChecks> terminals = [];
    private readonly Dictionary<ListVersion, IReadOnlyDictionary<TerminalId, EpochMarks>> lists = [];
    private readonly Dictionary<WalletId, List<(AssetId Asset, long Credit, TerminalId Terminal, RecordPosition At)>>
        credits = [];

    /// <summary>Faults that are over with a start, with the next card, or never here.</summary>
    private static readonly ImmutableSortedSet<Fault> Lasting =
    [
        Fault.JournalRot, Fault.CardKeysLost,
        // For staff with a badge, which no list of this ledger says that anybody has.
        Fault.KegEmpty, Fault.MeterDead, Fault.ValveLeaks, Fault.ValveLost,
    ];

    private Accounts Truth => field ??= NewAccounts();

    /// <summary>All holds that were ever durable.</summary>
    public IEnumerable<(TerminalId Terminal, RecordPosition Position)> Holds => holds.Keys;

    /// <summary>The ledger was restored from a backup.</summary>
    public bool WasRestored { get; private set; }

    /// <summary>What was really published.</summary>
    public Post Post => field ??= new Post(Find, world.Story.Plan.IsDay);

    /// <summary>The worst case of each wallet.</summary>
    public LossBound Bound { get; } = new();

    /// <summary>What must hold of the ledger.</summary>
    public LedgerChecks Ledger => field ??= new LedgerChecks(world, this);

    /// <summary>The largest share of a wallet's bound that was reached, in percent, of losses of some size.</summary>
    public long WorstShare { get; private set; }

    /// <summary>The most that a wallet was below zero.</summary>
    public long WorstLoss { get; private set; }

    /// <summary>The most that all wallets together were.</summary>
    public long WorstLossOfTheHouse { get; private set; }

    /// <summary>What is seen of a terminal.</summary>
    public TerminalChecks Of(TerminalId terminal) => terminals[terminal];

    /// <summary>What a terminal ever made durable in a place; null: nothing like that.</summary>
    public JournalRecord? Find(TerminalId terminal, RecordPosition position, Digest hash) =>
        terminals.TryGetValue(terminal, out var checks)
            ? checks.Witness.Find(position, hash)?.Record
            : world.Station?.Find(position, hash);

    /// <summary>Accounts with what the cards had.</summary>
    public Accounts NewAccounts() => new Accounts(world.Deck, holds.GetValueOrDefault).Open();

    /// <summary>A hold is durable.</summary>
    public void Held(TerminalId terminal, RecordPosition position) => holds[(terminal, position)] = world.Agenda.Now;

    /// <summary>A machine's disk is to be watched.</summary>
    public void Watch(Machine machine, ForgetfulDisk disk)
    {
        if (!terminals.TryGetValue(machine.Name, out var checks))
            terminals[machine.Name] = checks = new TerminalChecks(world, machine, Truth);
        checks.Witness.Watch(disk);
    }

    /// <inheritdoc cref="TerminalChecks.Tapping"/>
    public void Tapping(Machine machine, Guest? guest) => Of(machine.Name).Tapping(guest);

    /// <inheritdoc cref="TerminalChecks.Deciding"/>
    public void Deciding(Machine machine, Input input, TerminalState state) =>
        Of(machine.Name).Deciding(input, state);

    /// <inheritdoc cref="TerminalChecks.Decided"/>
    public void Decided(Machine machine, TerminalState state, TerminalStep step) =>
        Of(machine.Name).Decided(state, step);

    /// <inheritdoc cref="TerminalChecks.Asked"/>
    public void Asked(Machine machine, GuestScreen screen) => Of(machine.Name).Asked(screen);

    /// <inheritdoc cref="TerminalChecks.Opened"/>
    public void Opened(Machine machine) => Of(machine.Name).Opened(machine.Process!.State);

    /// <summary>A client publishes something.</summary>
    public void Sent(MqttMessage message)
    {
        if (!Topics.TryParse(message.Topic, out var terminal, out var kind))
            return;
        if (kind == TerminalTopic.Journal)
            Post.Sent(message.Payload);
        else if (kind == TerminalTopic.Ask)
            Of(terminal).Asks(AskMessage.Read(message.Payload.Span).OrThrow());
    }

    /// <summary>What a list's balances contain, by terminal.</summary>
    public IReadOnlyDictionary<TerminalId, EpochMarks> WatermarksOf(ListVersion list) => lists[list];

    /// <summary>The ledger has published a list.</summary>
    /// <returns>False: not for the first time.</returns>
    public bool Listed(ListManifest manifest) => lists.TryAdd(manifest.List(), manifest.Watermarks
        .GroupBy(row => row.Terminal)
        .ToDictionary(rows => rows.Key, rows => EpochMarks.Of(rows.Select(row => row.Position()))));

    /// <summary>Credits to a wallet that a list does not have.</summary>
    public IEnumerable<(AssetId Asset, long Credit)> CreditsAbove(
        WalletId wallet, IReadOnlyDictionary<TerminalId, EpochMarks> listed) =>
        from row in credits.GetValueOrDefault(wallet) ?? []
        where !listed.GetValueOrDefault(row.Terminal).Covers(row.At)
        select (row.Asset, row.Credit);

    /// <summary>Staff has given money.</summary>
    public void Credited(TerminalId terminal, RecordPosition position, Fact fact)
    {
        foreach (var movement in fact.Movements())
            if (movement.Amount.IsPositive && Truth.WalletOf(movement) is { } wallet)
            {
                if (!credits.TryGetValue(wallet, out var its))
                    credits[wallet] = its = [];
                its.Add((movement.Asset, movement.Amount.MinorUnits, terminal, position));
            }
    }

    /// <summary>The drink station has written a record.</summary>
    public void Poured(JournalRecord record)
    {
        if (record.Fact is Fact.Hold)
            Held(record.Terminal, record.Position);
        TruthChanged(Truth.Take(record));
    }

    /// <summary>The treasurer has given a wallet something out of suspense; below zero: has taken it from it.</summary>
    public void Settled(WalletId wallet, AssetId asset, long amount)
    {
        Truth.Settle(wallet, asset, amount);
        Ledger.Settled(wallet, asset, amount);
    }

    /// <summary>The ledger was restored: until terminals have sent again, lists lack what earlier ones had.</summary>
    public void LedgerRestored()
    {
        WasRestored = true;
        Ledger.Restored();
    }

    /// <summary>Money has moved, and that is durable: no wallet has lost more than it may, and not the house.</summary>
    public void TruthChanged(List<(WalletId Wallet, AssetId Asset)> changed)
    {
        const long worthMeasuring = 2_00;
        HouseIsBounded();
        foreach (var (wallet, asset) in changed)
            if (Truth.Together(wallet, asset) is < 0 and var balance)
            {
                WorstLoss = Math.Max(WorstLoss, -balance);
                var (most, chains) = Bound.Of(wallet, asset, WatermarksOf);
                most += Truth.UnprovenOf(wallet);
                if (-balance > most)
                    throw new BrokenInvariant(
                        "a wallet's loss is bounded",
                        $"wallet {wallet} has {balance} {asset}; {chains} chains beside the first lose {most} at most");
                if (most >= worthMeasuring)
                    WorstShare = Math.Max(WorstShare, 100 * -balance / most);
            }
    }

    /// <summary>
    /// What all wallets together have lost beyond what the ledger knows was sold while it did not: no terminal has more
    /// of that than its total, and a drink station what it has taken.
    /// </summary>
    public void HouseIsBounded()
    {
        WorstLossOfTheHouse = Math.Max(WorstLossOfTheHouse, Truth.Loss);
        var unknown = Truth.Loss - Ledger.Known.Loss;
        var most = world.Machines.Count * world.Story.Plan.OfflineTotal;
        if (unknown > most && unknown > most + Ledger.UnbookedAtStation + UnbookedCaptures())
            throw new BrokenInvariant(
                "the loss of the house is bounded",
                $"{Truth.Loss} in all, {unknown} of it unknown to the ledger; at most {most}");
    }

    /// <summary>
    /// What a drink station captures of a hold that a list has, it takes beside its total: the list counts it already.
    /// </summary>
    private long UnbookedCaptures() => (
        from checks in terminals.Values
        where checks.Pours is not null
        from row in checks.Witness.Records
        where row.Record.Fact is Fact.Capture && !Ledger.HasBooked(row.Record.Terminal, row.Record.Position)
        from movement in row.Record.Fact.Movements()
        select -movement.Amount.MinorUnits).Sum();

    /// <summary>After all was mended, everything is everywhere; says what is not.</summary>
    public string? NotYetTogether()
    {
        foreach (var machine in world.Machines)
            if (TerminalNotYet(machine) is { } why)
                return $"{machine.Name}: {why}";
        return world.Station?.NotYet is { } unfinished
            ? $"{DrinkStation.Name}: {unfinished}"
            : Ledger.NotYet(Truth);
    }

    private string? TerminalNotYet(Machine machine)
    {
        if (machine.Farewell.HasBegun)
            return machine.Farewell.NotYet;
        var last = Of(machine.Name).Witness.Last?.Record.Position;
        if (machine.Process is not { IsServing: true } process)
            return "not serving";
        return process.Outbox.Acked != last ? $"acknowledged up to {process.Outbox.Acked} of {last}"
            : process.State.Past.Purses.Values.SelectMany(purse => purse.Unlisted).Any()
                ? $"list {process.State.Past.List} lacks sales"
            : Of(machine.Name).Unfinished is { } unfinished ? unfinished
            : process.State.Past.Faults.Except(Lasting) is { Count: > 0 } faults ? $"faults {string.Join(", ", faults)}"
            : null;
    }
}
