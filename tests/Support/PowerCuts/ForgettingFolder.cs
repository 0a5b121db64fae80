using System.Collections.Immutable;

namespace Tests.Support;

/// <summary>
/// A folder that forgets what was not synced when the program that works in it is killed: a page cache without power.
/// </summary>
/// <param name="folder">Nobody may be using it now: all that is in it counts as durable.</param>
/// <param name="record">A file outside of it.</param>
public sealed class ForgettingFolder(string folder, string record)
{
    /// <summary>As an SD card may: so that the power often goes between a write and its fsync.</summary>
    private const string SyncMilliseconds = "100";

    private readonly DiskRecording recording = new(folder, record);
    private DiskImage durable = DiskImage.Of(folder);

    /// <summary>Variables that the program is started with.</summary>
    public async Task<ImmutableDictionary<string, string>> EnvironmentAsync(CancellationToken cancellation) =>
        (await recording.EnvironmentAsync(cancellation)).Add("ET_RECORD_SLOWLY", SyncMilliseconds);

    /// <summary>The program is gone, and with it what was not synced.</summary>
    /// <param name="chance">Of that, a real disk may have kept nothing, or some of it.</param>
    /// <returns>Paths of all of which something was not durable, before chance kept some of it.</returns>
    public IReadOnlyList<string> Forget(Random chance)
    {
        var disk = new CutDisk(durable);
        foreach (var step in recording.Read())
            disk.Take(step);
        List<string> unsynced = [.. disk.Unsynced];
        durable = disk.Left(Some(disk, chance));
        durable.WriteTo(folder);
        recording.Clear();
        return unsynced;
    }

    private static Remains Some(CutDisk disk, Random chance) => chance.Next(3) switch
    {
        0 => Remains.Nothing,
        1 => new Remains(chance.Next(disk.UnsyncedNames + 1), Unsynced: false),
        _ => new Remains(
            chance.Next(disk.UnsyncedNames + 1),
            Unsynced: true,
            disk.UnsyncedBytesOfLastWrite is > 0 and var bytes ? new TornWrite(chance.Next(bytes + 1)) : null),
    };
}
