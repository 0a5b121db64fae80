using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// Plays melodies on a thread of its own. A new one takes the place of the one that plays. Silent in the end, whatever
/// ends it.
/// </summary>
internal sealed class MelodyPlayer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Func<int, DeviceOutcome> sound;
    private readonly Func<DeviceOutcome> silence;
    private readonly TimeProvider time;
    private readonly AutoResetEvent changed = new(initialState: false);
    private readonly Thread thread;
    private Melody? next;
    private string? trouble;
    private volatile bool isStopping;

    /// <param name="name">Of the thread.</param>
    /// <param name="sound">Starts a tone of so many hertz; returns at once.</param>
    /// <param name="silence">Ends it; returns at once.</param>
    /// <param name="time">For the length of notes.</param>
    public MelodyPlayer(
        string name, Func<int, DeviceOutcome> sound, Func<DeviceOutcome> silence, TimeProvider time)
    {
        (this.sound, this.silence, this.time) = (sound, silence, time);
        thread = new Thread(Run) { IsBackground = true, Name = name };
        thread.Start();
    }

    /// <summary>Starts a melody and returns at once.</summary>
    /// <returns>A failure when the note before could not be played: this one is tried all the same.</returns>
    public DeviceOutcome Play(Melody melody)
    {
        ObjectDisposedException.ThrowIf(isStopping, this);
        Volatile.Write(ref next, melody);
        changed.Set();
        return Volatile.Read(ref trouble) is { } detail ? DeviceOutcome.Failed(detail) : DeviceOutcome.Done;
    }

    /// <summary>Silent at once, in the middle of a note too.</summary>
    public void Dispose()
    {
        if (isStopping)
            return;
        isStopping = true;
        changed.Set();
        // A thread that hangs in its line still needs the event.
        if (thread.Join(Patience))
            changed.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!isStopping)
            {
                if (Interlocked.Exchange(ref next, null) is { } melody)
                    Play(melody.Notes.AsSpan());
                else
                    changed.WaitOne();
            }
        }
        // The outer edge of this thread: a buzzer is no reason to end a till, and must not go on for ever.
        catch (Exception error)
        {
            Volatile.Write(ref trouble, error.Message);
        }
        finally
        {
            Note(silence());
        }
    }

    private void Play(ReadOnlySpan<Note> notes)
    {
        foreach (var note in notes)
        {
            Note(note.FrequencyHertz > 0 ? sound(note.FrequencyHertz) : silence());
            if (IsInterrupted(note.Length))
                break;
        }
        Note(silence());
    }

    /// <summary>Holds the note, unless there is something else to do. The signal alone says little: it may be that of
    /// the melody that plays.</summary>
    private bool IsInterrupted(TimeSpan length)
    {
        var start = time.GetTimestamp();
        while (!isStopping && Volatile.Read(ref next) is null)
        {
            var left = length - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !Pause.Until(changed, left, time))
                return false;
        }
        return true;
    }

    private void Note(DeviceOutcome outcome) =>
        Volatile.Write(ref trouble, (outcome as DeviceOutcome.Failure)?.Detail);
}
