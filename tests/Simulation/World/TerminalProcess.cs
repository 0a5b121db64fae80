using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// One run of the daemon on a machine: the product's parts, put together as <see cref="Daemon"/> does, on one thread.
/// </summary>
internal sealed class TerminalProcess : IUplink, ITerminalHost
{
    /// <summary>In every story a list waits for another, and in none for long.</summary>
    private const long ListPace = 3_000;

    private readonly World world;
    private readonly Machine machine;
    private readonly OpenedState opened;
    private readonly LiveTerminal live;
    private readonly Levels levels;
    private readonly InputTranslation translation;
    private readonly NextSetup next;
    private readonly TerminalClock clock;
    private readonly RelayProcess relay;
    private readonly Queue<LoopInput> early = new();
    private bool isServing;
    private readonly LoopNews wanted = new();
    private long wakeAt = -1;

    public TerminalProcess(World world, Machine machine)
    {
        (this.world, this.machine) = (world, machine);
        clock = new TerminalClock(machine.Clock);
        opened = OpenedState.Open(world, machine);
        var (journal, past, lists) = (opened.Journal, opened.Past, opened.Lists);
        var process = NewNonce();
        var setup = Shop.Setup(world, machine.Number, machine.Raised);
        var parts = new LoopParts(
            clock,
            machine.Clock,
            journal,
            lists,
            TimeSpan.FromSeconds(world.Story.Plan.RetentionSeconds),
            new CardTokens(Site.Key, Deck.Populations),
            Shop.KeysOf(machine.Kind, machine.Raised),
            machine.Panel,
            this,
            new StatusIdentity(Site.Id, machine.Name, past.NextBoot, process, "0.1.0"),
            ServiceManager.None);
        live = new LiveTerminal(setup, past, parts, given => world.Workshop.TerminalOf(given, machine.Panel));
        levels = new Levels(journal, lists, clock);
        translation = new InputTranslation(parts, levels, NullLogger.Instance);
        next = new NextSetup(live, translation, machine.Panel);
        Outbox = world.Workshop.OutboxOf(machine.Number, journal.Outbox);
        relay = new RelayProcess(
            new RelayLogic(
                new RelayIdentity(
                    Site.Id,
                    machine.Name,
                    machine.Key.Signer,
                    machine.Key.Ring,
                    world.LedgerKeys,
                    past.NextBoot,
                    process)
                {
                    KeyReader = world.KeyReader,
                },
                Outbox,
                world.Workshop.ListsOf(lists),
                NewNonce,
                new RelayOptions { ReadLine = world.Lines.Read, ListPace = ListPace }),
            this,
            machine.Chance.Fraction);
        Later(0, Serve);
    }

    /// <summary>It goes on.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>It takes taps.</summary>
    public bool IsServing => IsAlive && isServing;

    /// <summary>What it knows.</summary>
    public TerminalState State => live.State;

    /// <summary>What its relay sends from.</summary>
    public IOutbox Outbox { get; }

    /// <summary>Lists on its disk.</summary>
    public CardListStore Lists => opened.Lists;

    /// <inheritdoc/>
    public long Monotonic => clock.Monotonic;

    /// <inheritdoc/>
    public void JournalGrew() => relay.JournalGrew();

    /// <inheritdoc/>
    public void ListApplied() => relay.ListApplied();

    /// <inheritdoc/>
    public void AskForCardList() => relay.AskForCardList();

    /// <inheritdoc/>
    public void StatusChanged(StatusMessage status) => relay.StatusChanged(status);

    /// <inheritdoc/>
    public void Later(long milliseconds, Action action) =>
        world.Agenda.After(milliseconds == 0 ? 0 : MachineClock.TrueWait(milliseconds), () => Now(action));

    /// <inheritdoc/>
    public void Now(Action action)
    {
        if (IsAlive)
            machine.Run(action);
    }

    /// <inheritdoc/>
    public BrokerLink? Connect(Action<MqttMessage> heard, Action lost) =>
        world.Connect(
            machine.Name.ToString(),
            machine.Part,
            message =>
            {
                heard(message);
                world.Checks.Of(machine.Name).Delivered(message);
            },
            lost);

    /// <inheritdoc/>
    public void Taken(MqttMessage message) => world.Workshop.Taken(Outbox, message.Payload);

    /// <inheritdoc/>
    public void Hear(RelayNews news)
    {
        if (wanted.Wants(news))
            Later(0, () => Take(new LoopInput.News(news)));
        else if (news is RelayNews.ListNotStored or RelayNews.ListOfNoUse or RelayNews.Rejected)
            world.Tell($"{machine.Name}: {news}");
    }

    /// <summary>Its connection hangs.</summary>
    public void HalfOpen() => relay.HalfOpen();

    /// <summary>Ends it, at once.</summary>
    public void Die()
    {
        IsAlive = false;
        relay.Die();
    }

    /// <summary>Something for the loop.</summary>
    public void Take(LoopInput input)
    {
        if (!isServing)
        {
            if (!input.IsTap && input is not LoopInput.Key)
                early.Enqueue(input);
            return;
        }
        Settle();
        if (input is LoopInput.Reconfigured reconfigured)
            next.Offer(reconfigured);
        else if (IsAlive && world.Workshop.Admits(next, input) &&
            translation.Translate(input, live.Asked, live.Cards) is { } understood)
        {
            if (understood is Input.ListLost)
            {
                live.LetListGo();
                Later(0, () => Take(input));
            }
            Take(understood);
        }
        Settle();
    }

    /// <summary>As the loop does it: with what follows, and to the end when it ends.</summary>
    public void Take(Input input)
    {
        if (!IsAlive)
            return;
        input = world.Workshop.Understood(machine.Number, input);
        var before = live.State;
        world.Exercise.Note(machine.Kind, before.Present.Phase, input);
        world.Checks.Deciding(machine, input, live.State);
        var step = live.Take(input);
        world.Checks.Decided(machine, live.State, step);
        machine.Entered(live.State.Present.Phase);
        if (world.IsFollowed)
            Tell(input, step);
        if (step.Failure is not null || live.HasStopped)
            machine.EndProcess(step.Failure is null);
        else if (live.Outlived(input) is { } outlived)
            Take(outlived);
        WakeInTime();
    }

    /// <summary>Closes what was opened, in good order.</summary>
    public void Close()
    {
        live.LetListGo();
        opened.Journal.Dispose();
        opened.Lists.Dispose();
    }

    private static Nonce NonceOf(ulong high, ulong low) => new(((UInt128)high << 64) | low);

    private Nonce NewNonce() => NonceOf(machine.Chance.Next(), machine.Chance.Next());

    private void Serve()
    {
        if (isServing)
            return;
        isServing = true;
        Take(new Input.Started(
            "0.1.0", machine.BootName, machine.Epoch, machine.StorageId, "board", opened.Lists.StoredList)
        {
            UnreadableRecords = opened.Unreadable,
            MayReachLedger = true,
            RolledBack = opened.Journal.Outbox.HasDiverged ? "a kept ack names records that are not here" : null,
            Config = machine.Sent,
        });
        while (IsAlive && early.TryDequeue(out var input))
            Take(input);
        machine.ReportDevices();
        machine.Devices?.Report();
    }

    private void Tell(Input input, TerminalStep step)
    {
        var phase = live.State.Present.Phase.GetType().Name;
        var facts = string.Concat(step.Facts.Select(fact => ", " + fact.GetType().Name));
        world.Tell($"{machine.Name}: {input.GetType().Name} -> {phase}{facts} {step.Ignored}");
    }

    private void Settle()
    {
        while (IsAlive && (levels.Change(live.State.Past.Faults) ?? live.Due() ?? next.Due(out _)) is { } due)
            Take(due);
    }

    private void WakeInTime()
    {
        if (live.State.Present.Phase.WakeAtMilliseconds is not { } wanted || wanted == wakeAt)
            return;
        wakeAt = wanted;
        Later(Math.Max(1, wanted - Monotonic), () =>
        {
            if (live.State.Present.Phase.WakeAtMilliseconds is { } due && due <= Monotonic)
                Take(new Input.TimePassed());
            else
                wakeAt = -1;
            WakeInTime();
        });
    }
}
