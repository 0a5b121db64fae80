using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// The ledger as a machine: its real logic over its real store on a disk of its own, and what
/// <see cref="LedgerService"/> does with a connection, without threads.
/// </summary>
internal sealed class LedgerMachine
{
    private const long TimerEvery = 1_000;
    private const long RestartPause = 2_000;

    private readonly World world;
    private readonly SimulatedKey key;
    private readonly List<MqttMessage> inbox = [];
    private ForgetfulDisk disk;
    private ForgetfulDisk? backup;
    private long backedUpAt;
    private LedgerLogic? logic;
    private BrokerLink? link;
    private long life;
    private long histories;
    private int stepsToCut;
    private (int Torn, long Off) cut;

    public LedgerMachine(World world, SimulatedKey key)
    {
        (this.world, this.key) = (world, key);
        disk = Prepare(new ForgetfulDisk { KeepsLog = false });
    }

    /// <summary>The books; null while it is down.</summary>
    public ILedgerStore? Store { get; private set; }

    private long Now => world.Agenda.Now;

    /// <summary>The first start: cards are added, terminals enrolled.</summary>
    public void Begin(IEnumerable<NewCard> cards, IEnumerable<LedgerEntry> terminals)
    {
        using var store = Open();
        store.Change(draft =>
        {
            draft.Add(new LedgerEntry.CardsAdded([.. cards]));
            foreach (var terminal in terminals)
                draft.Add(terminal);
            return true;
        });
        backup = disk.AfterPowerCut();
        Start();
    }

    /// <summary>Its power goes at one of the next steps on its disk; soon in any case.</summary>
    public void CutPower(int steps, int torn, long off)
    {
        (stepsToCut, cut) = (steps + 1, (torn, off));
        world.Agenda.After(6_000, () =>
        {
            if (stepsToCut > 0)
                LosePower();
        });
    }

    /// <summary>A backup is made.</summary>
    public void BackUp() => (backup, backedUpAt) = (disk.AfterPowerCut(), Now);

    /// <summary>
    /// What is on its disk is lost; the last backup takes its place, and a new era begins. Terminals keep what they
    /// wrote since: their retention is never less than the backup's age, and no line of theirs has rotted.
    /// </summary>
    public void Restore()
    {
        if (Now - backedUpAt > world.Story.Plan.RetentionSeconds * 1_000 ||
            world.Machines.Any(machine => machine.Rotted is not null))
            return;
        world.Tell($"ledger: restored from a backup");
        Stop();
        // A cut that waited for a step of the disk that is lost; who raises an era does so to the end.
        stepsToCut = 0;
        disk = Prepare(backup!.AfterPowerCut());
        world.Checks.LedgerRestored();
        if (world.Workshop.RaisesEra)
            using (var store = Open())
                Eras.Raise(store, DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon + Now));
        world.Agenda.After(RestartPause, Start);
    }

    /// <summary>The operator lets a terminal begin another journal.</summary>
    public void GrantEpoch(TerminalId terminal) => Run(() => Store?.Change(draft =>
    {
        draft.Add(new LedgerEntry.EpochGranted(terminal, draft.Books.Terminal(terminal).Epoch + 1));
        return true;
    }));

    /// <summary>The treasurer does not wait any longer for records that are missing.</summary>
    public void CloseGaps() => Run(() =>
    {
        var gaps = Store?.Read(books => (
            from book in books.Terminals
            from chain in book.Chains
            let gap = book.OpenGap(chain)
            where gap is not null
            select (book.Terminal, Through: new RecordPosition(chain.Epoch, gap.Value.Last))).ToList());
        foreach (var (terminal, through) in gaps ?? [])
            Say(
                $"gap of {terminal} through {through}",
                Treasury.CloseGap(terminal, through, "lost for good", evenIfYoung: true));
    });

    /// <summary>The treasurer moves money from a card's suspense to a wallet, or the other way.</summary>
    public void Settle(CardToken card, WalletId wallet, long amount) => Run(() =>
    {
        if (Store is null)
            return;
        var asset = AssetId.Of(AssetCategory.Local);
        var flaw = Treasury.SettleSuspense(card, asset, new Money(amount), wallet, "looked at");
        Say($"{amount} out of suspense", flaw);
        if (flaw is null)
            world.Checks.Settled(wallet, asset, amount);
    });

    /// <summary>The treasurer takes a terminal out of the site.</summary>
    /// <returns>It is out.</returns>
    public bool Revoke(TerminalId terminal)
    {
        Run(() =>
        {
            if (Store?.Read(books => books.Terminal(terminal).IsRevoked) == false)
                Say($"revokes {terminal}", Treasury.Revoke(terminal, "Ada", "stolen")?.What);
        });
        return Store?.Read(books => books.Terminal(terminal).IsRevoked) == true;
    }

    /// <summary>A terminal hands lines in over HTTPS.</summary>
    /// <returns>The ack; null: nobody answers.</returns>
    public SignedObject? TakeIn(TerminalId terminal, ReadOnlyMemory<byte> lines)
    {
        SignedObject? said = null;
        Run(() =>
        {
            if (Store is null)
                return;
            said = new Handover(Site.Id, Store, key.Signer).Take(terminal, lines, Clock.Noon + Now).OrThrow();
            world.Checks.Ledger.Stepped(Store);
        });
        return said;
    }

    /// <summary>The treasurer books what a revoked terminal handed in and nobody had heard of.</summary>
    public void BookHeld(TerminalId terminal) => Run(() =>
    {
        foreach (var end in Store?.Read(
            books => books.Terminal(terminal).Held.Branches().Select(branch => branch.End).ToList()) ?? [])
            Say(
                $"what is held of {terminal}",
                Treasury.DecideHeld(terminal, areBooked: true, "it hung there", end.Name)?.What);
        if (Store is not null)
            world.Checks.Ledger.Stepped(Store);
    });

    /// <summary>Something that a revoked terminal handed in is not booked.</summary>
    public bool HoldsBack(TerminalId terminal) => Store?.Read(
        books => books.Terminal(terminal).Held.IsEmpty) != true;

    private Treasury Treasury => new(Site.Id, Store!, key.Signer, new MachineClock(world.Agenda, partsPerMillion: 0));

    private void Say(string act, string? flaw) => world.Tell($"treasurer: {act}: {flaw ?? "done"}");

    /// <summary>The next sync fails.</summary>
    public void FailNextSync() => disk.FailNextSync = true;

    /// <summary>Its connection hangs.</summary>
    public void HalfOpen()
    {
        if (link is not null)
            link.IsHalfOpen = true;
        // The client's own keep-alive finds it out.
        world.Agenda.After(30_000, () =>
        {
            if (link is { IsHalfOpen: true })
                Redial();
        });
    }

    /// <summary>Everything works again.</summary>
    public void Mend()
    {
        (stepsToCut, disk.FailNextSync) = (0, false);
        if (logic is null)
            Start();
    }

    private void Start()
    {
        if (logic is not null)
            return;
        var mine = ++life;
        Run(() =>
        {
            Store = Open();
            logic = new LedgerLogic(Site.Id, Store, key.Signer, new LedgerOptions
            {
                ListEvery = world.Story.Plan.ListEvery,
                NewHistory = () => new Nonce((UInt128)(ulong)++histories),
            });
            Dial();
            world.Agenda.Every(TimerEvery, () =>
            {
                if (life == mine && link is not null)
                    Run(() => Do(logic!.OnTime(Now)));
                return life == mine;
            });
        });
    }

    private ILedgerStore Open() => world.Workshop.BooksOf(new FileLedgerStore(
        world.Workshop.DiskOf(Workshop.Ledger, disk),
        () => new MemoryStream(),
        world.KeyReader));

    private void Dial()
    {
        var mine = life;
        link = world.Connect("ledger", 0, Hear, () =>
        {
            if (life == mine)
                Redial();
        });
        foreach (var topic in logic!.Subscriptions.Concat(logic.Wishes))
            link!.Subscribe(topic);
        Do(logic.Connected(Now));
    }

    private void Redial()
    {
        link?.Close();
        link = null;
        var mine = life;
        world.Agenda.After(1_000, () =>
        {
            if (life == mine && logic is not null && link is null)
                Run(Dial);
        });
    }

    /// <summary>What comes at one time is taken in one step.</summary>
    private void Hear(MqttMessage message)
    {
        if (inbox.Count == 0)
            world.Agenda.After(0, () =>
            {
                if (logic is not null)
                    Run(() => Do(logic.Received([.. inbox], Now, Clock.Noon + Now)));
                inbox.Clear();
            });
        inbox.Add(message);
    }

    private void Do(IReadOnlyList<LedgerAction> actions)
    {
        world.Checks.Ledger.Stepped(Store!);
        foreach (var action in actions)
            if (action is LedgerAction.Publish publish)
            {
                world.Checks.Ledger.Says(publish.Message);
                link?.Publish(publish.Message);
            }
            else if (action is LedgerAction.Report report)
            {
                world.Tell($"ledger: {report.Kind}, {report.Detail}");
            }
    }

    private void Run(Action action)
    {
        try
        {
            action();
        }
        catch (PowerCut)
        {
            LosePower();
        }
        catch (LedgerStoreException error) when (error is not LedgerDamageException)
        {
            world.Tell($"ledger: {error.Message}");
            Stop();
            world.Agenda.After(RestartPause, Start);
        }
    }

    private void LosePower()
    {
        world.Tell($"ledger: the power goes");
        stepsToCut = 0;
        Stop();
        disk = Prepare(disk.AfterPowerCut(cut.Torn));
        world.Agenda.After(Math.Max(1, cut.Off), Start);
    }

    private void Stop()
    {
        life++;
        link?.Close();
        (link, logic, Store) = (null, null, null);
        inbox.Clear();
    }

    private ForgetfulDisk Prepare(ForgetfulDisk fresh)
    {
        fresh.Stepped = () =>
        {
            if (stepsToCut > 0 && --stepsToCut == 0)
                throw new PowerCut();
        };
        return fresh;
    }
}
