using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <content>What goes wrong with its disk and its devices.</content>
internal sealed partial class Machine
{
    /// <summary>A device fails, for a while.</summary>
    public void Fail(DeviceFault what, long milliseconds)
    {
        Turn(what, true);
        world.Agenda.After(milliseconds, () => Turn(what, false));
    }

    /// <summary>The disk errs.</summary>
    public void Fail(DiskFault what, long milliseconds, ulong where)
    {
        switch (what)
        {
            case DiskFault.Full:
                Disk.Room = (long)(where % 100_000);
                world.Agenda.After(milliseconds, () => Disk.Room = long.MaxValue);
                break;
            case DiskFault.SyncFails:
                Disk.FailNextSync = true;
                break;
            case DiskFault.ListRots:
                Cache.Forget();
                Rot(".chunk", where);
                Rot(".deltas", where);
                break;
            case DiskFault.ListLost:
                Cache.Forget();
                foreach (var name in Disk.List().Where(name => name.Contains("chunk") ||
                    name.StartsWith("cards") || name.EndsWith(".deltas")))
                    Disk.Delete(name);
                break;
            case DiskFault.JournalRots:
                // What a ledger lacks that was restored nobody else has.
                if (!world.Checks.WasRestored && world.Checks.Of(Name).Acknowledged(where) is { } line)
                {
                    Disk.Rot(line.File, line.Offset + (int)(where / 7 % (ulong)line.Length), (int)(where % 7));
                    if (!(Rotted >= line.Record.Position))
                        Rotted = line.Record.Position;
                    Kill();
                    world.Checks.Of(Name).Rotted();
                }
                break;
        }
    }

    private void Turn(DeviceFault what, bool fails)
    {
        switch (what)
        {
            case DeviceFault.Reader when ReaderIsLost != fails:
                ReaderIsLost = fails;
                Later(ReportDevices);
                break;
            case DeviceFault.Panel when PanelIsLost != fails:
                PanelIsLost = Panel.IsSilent = fails;
                Input change = fails
                    ? new Input.FaultBegan(Fault.PanelLost, "the simulated panel")
                    : new Input.FaultEnded(Fault.PanelLost);
                Later(() => Process?.Take(new LoopInput.Core(change)));
                break;
            case DeviceFault.SilentPanel:
                Panel.IsSilent = fails || PanelIsLost;
                break;
            default:
                Devices?.Turn(what, fails);
                break;
        }
        if (!Panel.IsSilent)
            Panel.Draw();
    }

    private void Rot(string ending, ulong where)
    {
        var files = Disk.List().Where(name => name.EndsWith(ending, StringComparison.Ordinal)).ToList();
        if (files.Count == 0)
            return;
        var file = files[(int)(where % (ulong)files.Count)];
        var length = Disk.Read(file).Length;
        if (length > 0)
            Disk.Rot(file, (int)(where / 7 % (ulong)length), (int)(where % 7));
    }
}
