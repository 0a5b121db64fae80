using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>A terminal's journal and card lists, opened as the daemon does.</summary>
internal sealed record OpenedState(Journal Journal, Remembered Past, CardListStore Lists, string? Unreadable)
{
    /// <exception cref="BrokenJournal">Somebody must look at it.</exception>
    public static OpenedState Open(World world, Machine machine)
    {
        var disk = world.Workshop.DiskOf(machine.Number, machine.Disk);
        var core = world.Workshop.TerminalOf(Shop.Setup(world, machine.Number), machine.Panel);
        var lists = CardListStore.Open(disk, machine.Cache, Site.Id, machine.Name, world.LedgerKeys);
        var identity = new JournalIdentity(
            Site.Id, machine.Name, machine.Epoch, machine.Key.Ring, world.LedgerKeys);
        return JournalOpener.Open(
            disk, identity, machine.Key.Signer, Options(world.Story.Plan), TerminalState.Initial, core.Evolve,
            core.PassOver) switch
            {
                JournalOpening<TerminalState>.Opened opened => new OpenedState(
                    opened.Journal,
                    opened.Folded.Past,
                    lists,
                    opened.Unreadable.Count == 0 ? null : string.Join("; ", opened.Unreadable)),
                JournalOpening<TerminalState>.Broken broken => throw new BrokenJournal(broken.Problem.ToString()),
                _ => throw new InvalidOperationException(),
            };
    }

    /// <summary>Small, so that all sizes are reached.</summary>
    private static JournalOptions Options(Plan plan) => new()
    {
        SegmentBytes = plan.SegmentBytes,
        MostUnacked = plan.MostUnacked,
        Reserved = 40,
        ReservedBytes = 64 * 1024,
        ReceiptEvery = 16,
    };
}
