using System.Collections.Immutable;

namespace Tests.Support;

/// <summary>The clocks of one real program, moved forward while it runs by clock-mover.c.</summary>
public sealed class MovableClock : IDisposable
{
    private const long NanosecondsATick = 100;

    private readonly FileStream file;
    private TimeSpan ahead;

    /// <param name="path">A file of its own.</param>
    public MovableClock(string path)
    {
        file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        Advance(TimeSpan.Zero);
    }

    /// <summary>Variables that the program is started with.</summary>
    public async Task<ImmutableDictionary<string, string>> EnvironmentAsync(CancellationToken cancellation) =>
        ImmutableDictionary<string, string>.Empty
            .Add("LD_PRELOAD", await NativeLayer.BuildAsync("clock-mover", cancellation))
            .Add("ET_CLOCK_FILE", file.Name);

    /// <summary>It is so much later for the program, from now on.</summary>
    public void Advance(TimeSpan by)
    {
        ahead += by;
        file.Position = 0;
        file.Write(BitConverter.GetBytes(ahead.Ticks * NanosecondsATick));
        file.Flush();
    }

    public void Dispose() => file.Dispose();
}
