using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// What becomes of a terminal that was revoked: the broker turns it out, it sells alone until it hears why over HTTPS,
/// then serves nobody, hands its journal in, and a treasurer books what nobody had heard of. What the product does in
/// time of its own (<see cref="StandingWatch"/>, <see cref="Retirement"/>) is done here by the agenda.
/// </summary>
internal sealed class Farewell(World world, Machine machine)
{
    private const long Every = 3_000;

    private long toldFrom;
    private bool hasHandedIn;

    /// <summary>It was revoked, or is to be as soon as the ledger is up.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>It serves nobody any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Why the ledger has not all of it in its books; null: it has.</summary>
    public string? NotYet =>
        !IsOver ? "it was revoked, and serves"
        : !hasHandedIn ? "it has not handed its journal in"
        : world.Ledger.HoldsBack(machine.Name) ? "what it handed in waits for a treasurer"
        : null;

    /// <summary>The treasurer has decided.</summary>
    /// <param name="toldAfter">It cannot ask before that.</param>
    public void Begin(long toldAfter)
    {
        if (HasBegun)
            return;
        (HasBegun, toldFrom) = (true, world.Agenda.Now + toldAfter);
        world.Broker.TurnOut(machine.Name.ToString());
        world.Agenda.Every(Every, () =>
        {
            GoOn();
            return NotYet is not null;
        });
    }

    private void GoOn()
    {
        if (!world.Ledger.Revoke(machine.Name) || machine.Part != 0 || world.Agenda.Now < toldFrom)
            return;
        if (!IsOver)
            Tell();
        else if (!hasHandedIn)
            machine.Run(HandIn);
        else
            world.Ledger.BookHeld(machine.Name);
    }

    private void Tell()
    {
        if (machine.Process is { IsServing: true } process && !Terminal.IsOutForGood(process.State.Past))
            machine.Run(() => process.Take(
                new LoopInput.Core(new Input.FaultBegan(Fault.Revoked, "the ledger's revocation 1"))));
        if (machine.Process is not { IsServing: true } serving || !Wiping.IsOver(serving.State))
            return;
        world.Tell($"{machine.Name}: serves nobody any more");
        IsOver = true;
        machine.Retire();
    }

    private void HandIn()
    {
        if (!machine.IsOn)
            return;
        OpenedState opened;
        try
        {
            opened = OpenedState.Open(world, machine);
        }
        catch (IOException error)
        {
            world.Tell($"{machine.Name}: cannot hand in: {error.Message}");
            return;
        }
        var outbox = opened.Journal.Outbox;
        while (!world.Workshop.IsHandedIn(outbox.Unacked) &&
            outbox.Read(outbox.Acked, Topics.LongestJournalMessage) is var batch &&
            world.Ledger.TakeIn(machine.Name, batch.Lines) is { } signed &&
            outbox.AcknowledgeHandedIn(
                SignedMessage.Read<AckMessage>(
                    signed.Compact, world.LedgerKeys, Site.Id, Addressee.Of(machine.Name)).OrThrow(),
                signed.Compact,
                batch.Last.Epoch) is var outcome)
            if (outcome is AckOutcome.Diverged)
                throw new BrokenInvariant("what is handed in is acknowledged", $"{machine.Name}: {outcome}");
            else if (outcome is not (AckOutcome.Advanced or AckOutcome.MovedBack))
                break;
        hasHandedIn = world.Workshop.IsHandedIn(outbox.Unacked);
        opened.Journal.Dispose();
        opened.Lists.Dispose();
    }
}
