using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// Terminals, a ledger, a broker between them, guests in front: all of it in virtual time, on one thread.
/// </summary>
internal sealed class World
{
    /// <summary>The part of a split network that has no broker.</summary>
    private const int Nowhere = 3;

    private const long LongestMending = 20 * 60_000;

    private readonly Action<string>? narrate;
    private readonly SimulatedKey strangersKey;
    private readonly SimulatedKey ledgerKey;
    private readonly Dictionary<Machine, WaitingLine> lines = [];
    private int splits;

    public World(Story story, Workshop? workshop = null, Action<string>? narrate = null)
    {
        (Story, Workshop, this.narrate) = (story, workshop ?? new Workshop(), narrate);
        var plan = story.Plan;
        var chance = new Chance(plan.Seed);
        ledgerKey = SimulatedKey.Of(plan, "ledger");
        strangersKey = SimulatedKey.Of(plan, "stranger");
        LedgerKeys = Workshop.LedgerKeysOf(ledgerKey.Ring);
        Limits = Workshop.LimitsOf(Shop.Limits(plan));
        Deck = new Deck(plan);
        Broker = new Broker(Agenda, chance.Split("broker")) { Forge = Forge };
        Checks = new Checks(this);
        Machines =
        [
            .. Enumerable.Range(0, plan.Terminals)
                .Select(number => new Machine(this, number, SimulatedKey.Of(plan, $"terminal {number}"))),
        ];
        Station = plan.HasStation ? new DrinkStation(this, SimulatedKey.Of(plan, "station")) : null;
        Ledger = new LedgerMachine(this, ledgerKey);
    }

    /// <summary>What happens.</summary>
    public Story Story { get; }

    /// <summary>What machines are made of.</summary>
    public Workshop Workshop { get; }

    /// <summary>The true time, and what is due.</summary>
    public Agenda Agenda { get; } = new();

    /// <summary>The guests' cards.</summary>
    public Deck Deck { get; }

    /// <summary>Carries messages.</summary>
    public Broker Broker { get; }

    /// <summary>Terminals.</summary>
    public IReadOnlyList<Machine> Machines { get; }

    /// <summary>The drink station; null: there is none.</summary>
    public DrinkStation? Station { get; }

    /// <summary>Somewhere sums are set aside.</summary>
    public bool HasHolds => Station is not null || Machines.Any(machine => machine.Kind == StationKind.Drink);

    /// <summary>The ledger.</summary>
    public LedgerMachine Ledger { get; }

    /// <summary>Lines, as a terminal has read another's.</summary>
    public PeerLines Lines { get; } = new();

    /// <summary>Chunks of lists, as a terminal has read them.</summary>
    public Dictionary<Digest, CardBlock> Packed { get; } = [];

    /// <summary>Whose signatures terminals believe.</summary>
    public IKeyRing LedgerKeys { get; }

    /// <summary>What the ledger grants each terminal.</summary>
    public TerminalLimits Limits { get; }

    /// <summary>Makes verifiers of terminals' keys.</summary>
    public IKeyReader KeyReader => Story.Plan.RealKeys ? Es256Keys.Instance : KeyedHashKeys.Instance;

    /// <summary>What must hold.</summary>
    public Checks Checks { get; }

    /// <summary>What was exercised.</summary>
    public Exercise Exercise { get; } = new();

    /// <summary>Somebody reads along.</summary>
    public bool IsFollowed => narrate is not null;

    /// <summary>Things that were done.</summary>
    public long Steps { get; private set; }

    /// <summary>Runs the story to its end, mends everything, and waits until it has come together.</summary>
    /// <exception cref="BrokenInvariant">Something did not hold.</exception>
    public void Run()
    {
        Begin();
        foreach (var happening in Story.Happenings)
            Agenda.At(happening.At, () =>
            {
                narrate?.Invoke($"{Agenda.Now,9} * {Story.Write(happening)}");
                Happen(happening);
            });
        GoOn(Story.Plan.Through);
        Mend();
        Rejoin();
    }

    /// <summary>For whoever follows the run.</summary>
    public void Tell(FormattableString what)
    {
        if (IsFollowed)
            narrate!($"{Agenda.Now,9}   {FormattableString.Invariant(what)}");
    }

    /// <summary>A client dials.</summary>
    /// <returns>Null: nobody answers.</returns>
    public BrokerLink? Connect(string client, int part, Action<MqttMessage> heard, Action lost)
    {
        if (part == Nowhere || Machines.Any(machine => machine.Farewell.HasBegun && machine.Name.ToString() == client))
            return null;
        var link = new BrokerLink(Broker, client, part) { Sending = Checks.Sent, Heard = heard, Lost = lost };
        Broker.Add(link);
        return link;
    }

    /// <summary>Power, cards, terminals: then it goes on by itself.</summary>
    private void Begin()
    {
        var enrolled = Machines.Select(machine => Enrolled(machine.Name, machine.Key, machine.Epoch));
        if (Station is not null)
            enrolled = enrolled.Append(Enrolled(DrinkStation.Name, Station.Key, epoch: 1));
        Ledger.Begin([.. Deck.Known, Cashier.Card], enrolled);
        foreach (var machine in Machines)
            machine.PowerOn();
        Station?.Begin();
    }

    private LedgerEntry.TerminalEnrolled Enrolled(TerminalId name, SimulatedKey key, long epoch) =>
        new(name, key.Public with { Terminal = name }, epoch, Limits with { Staff = Cashier.Rules });

    private void GoOn(long until)
    {
        while (Agenda.Step(until))
            Steps++;
    }

    private void Happen(Happening happening)
    {
        switch (happening)
        {
            case Happening.Visit visit:
                Arrive(visit);
                break;
            case Happening.Pressed pressed:
                Disturbance.Of(Machines[pressed.Terminal], pressed.What);
                break;
            case Happening.PowerCutAt cut:
                Machines[cut.Terminal].CutPower(cut.Steps, cut.Torn, cut.Off);
                break;
            case Happening.Killed killed:
                Machines[killed.Terminal].Kill();
                break;
            case Happening.Stopped stopped:
                Machines[stopped.Terminal].Stop();
                break;
            case Happening.DiskTrouble { Terminal: Workshop.Ledger }:
                Ledger.FailNextSync();
                break;
            case Happening.DiskTrouble trouble:
                var troubled = Machines[trouble.Terminal];
                troubled.Run(() => troubled.Fail(trouble.What, trouble.For, trouble.Where));
                break;
            case Happening.DeviceTrouble trouble:
                Machines[trouble.Terminal].Fail(trouble.What, trouble.For);
                break;
            case Happening.ClockJumped jumped:
                Machines[jumped.Terminal].Clock.WallAhead += jumped.By;
                break;
            case Happening.StaffActed acted:
                Cashier.Act(this, acted);
                break;
            case Happening.FireBroke fire:
                Burn(Machines[fire.Terminal], fire.For);
                break;
            case Happening.Poured pour:
                Station?.Pour(pour);
                break;
            case Happening.WhenIn awaited:
                Machines[awaited.Terminal].Await(awaited.Phase, () => Happen(awaited.Then));
                break;
            case Happening.StorageTreated treated:
                Treat(Machines[treated.Terminal], treated.What);
                break;
            default:
                HappenToNetwork(happening);
                break;
        }
    }

    /// <summary>The line in front of a terminal, where guests stand in line.</summary>
    public WaitingLine LineOf(Machine machine)
    {
        if (!lines.TryGetValue(machine, out var line))
            lines[machine] = line = new WaitingLine(Agenda, machine);
        return line;
    }

    private void Arrive(Happening.Visit visit)
    {
        var guest = Guest.Of(this, visit);
        if (Story.Plan.IsDay)
            LineOf(Machines[visit.Terminal]).Join(guest);
        else
            guest.Come();
    }

    private void Burn(Machine machine, long milliseconds)
    {
        if (machine.Devices is not SimulatedTurnstile turnstile)
            return;
        turnstile.Burn(burns: true);
        Agenda.After(milliseconds, () => turnstile.Burn(burns: false));
    }

    private void Treat(Machine machine, StorageAct what)
    {
        switch (what)
        {
            case StorageAct.ImageTaken:
                machine.TakeImage();
                break;
            case StorageAct.ImageRestored:
                machine.RestoreImage();
                break;
            case StorageAct.EpochGranted:
                Ledger.GrantEpoch(machine.Name);
                break;
        }
    }

    private void HappenToNetwork(Happening happening)
    {
        switch (happening)
        {
            case Happening.NetworkSplit split:
                Split(split.Parts);
                var mine = ++splits;
                Agenda.After(split.For, () =>
                {
                    if (splits == mine)
                        Split([]);
                });
                break;
            case Happening.WeatherTurned weather:
                (Broker.Lost, Broker.Twice, Broker.Late) = (weather.Lost, weather.Twice, weather.Late);
                break;
            case Happening.HalfOpened { Terminal: Workshop.Ledger }:
                Ledger.HalfOpen();
                break;
            case Happening.HalfOpened open:
                Machines[open.Terminal].Process?.HalfOpen();
                break;
            case Happening.BrokerTurned turned:
                Broker.Mood = turned.Mood;
                Agenda.After(turned.For, () => Broker.Mood = BrokerMood.Honest);
                break;
            case Happening.TerminalRevoked revoked:
                Machines[revoked.Terminal].Farewell.Begin(revoked.ToldAfter);
                break;
            case Happening.LineLost:
                Station?.LoseNextLine();
                break;
            case Happening.GapClosed:
                Ledger.CloseGaps();
                break;
            case Happening.SuspenseSettled settled when Deck.WalletOf(settled.For) is { } wallet:
                Ledger.Settle(Deck.TokenOf(settled.Card), wallet, settled.Amount);
                break;
            case Happening.LedgerTrouble { What: LedgerFault.PowerCut } cut:
                Ledger.CutPower(cut.Steps, cut.Torn, cut.Off);
                break;
            case Happening.LedgerTrouble { What: LedgerFault.Backup }:
                Ledger.BackUp();
                break;
            case Happening.LedgerTrouble { What: LedgerFault.Restore }:
                Ledger.Restore();
                break;
        }
    }

    /// <summary>Parts of the network by terminal; none: it is whole.</summary>
    private void Split(int[] parts)
    {
        foreach (var machine in Machines)
            machine.Part = machine.Number < parts.Length ? parts[machine.Number] : 0;
        if (Station is not null)
            Station.Part = Machines.Count < parts.Length ? parts[Machines.Count] : 0;
        Broker.Split(parts.Any(part => part != 0));
    }

    private void Mend()
    {
        Tell($"everything is mended");
        splits++;
        Broker.Mood = BrokerMood.Honest;
        (Broker.Lost, Broker.Twice, Broker.Late) = (0, 0, 20);
        Split([]);
        Ledger.Mend();
        foreach (var machine in Machines)
            machine.Mend();
    }

    private void Rejoin()
    {
        var limit = Agenda.Now + LongestMending;
        string? why = "nothing was looked at";
        while (why is not null && Agenda.Now < limit)
        {
            GoOn(Agenda.Now + 10_000);
            why = Checks.NotYetTogether();
        }
        if (why is not null)
            throw new BrokenInvariant("what is mended comes together", why);
    }

    /// <summary>Whoever has no key of ours changes a word, or signs with a key of his own.</summary>
    private MqttMessage Forge(MqttMessage message, Chance chance)
    {
        var bytes = message.Payload.ToArray();
        if (bytes.Length > 0 && chance.Happens(0.5))
            bytes[chance.Below(bytes.Length)] ^= (byte)(1 << chance.Below(8));
        else if (Encoding.ASCII.GetString(bytes).Split('.') is [_, var payload, _] &&
            CanonicalBase64Url.TryDecode(payload, out var content))
            bytes = Jws.Sign(TypeOf(message.Topic), Lie(content, chance), strangersKey.Signer).Compact.ToArray();
        return message with { Payload = bytes };
    }

    /// <summary>Another digit, somewhere.</summary>
    private static byte[] Lie(byte[] content, Chance chance)
    {
        var digits = Enumerable.Range(0, content.Length)
            .Where(place => char.IsAsciiDigit((char)content[place]))
            .ToList();
        if (digits.Count > 0)
            content[chance.Of(digits)] = (byte)('1' + chance.Below(9));
        return content;
    }

    private static JwsType TypeOf(string topic) =>
        topic.EndsWith("/ack", StringComparison.Ordinal) ? JwsType.Ack
        : topic.EndsWith("/beat", StringComparison.Ordinal) ? JwsType.Beat
        : topic.EndsWith("/list", StringComparison.Ordinal) ? JwsType.List
        : topic.EndsWith("/delta", StringComparison.Ordinal) ? JwsType.Delta
        : JwsType.Record;
}
