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
    private readonly Thread thread;
    private string? trouble;

    // Guards what follows: the signal is set while there is something to do, and only then.
    private readonly Lock gate = new();
    private readonly ManualResetEvent changed = new(initialState: false);
    private Melody? next;
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
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isStopping, this);
            next = melody;
            changed.Set();
        }
        return Volatile.Read(ref trouble) is { } detail ? DeviceOutcome.Failed(detail) : DeviceOutcome.Done;
    }

    /// <summary>Silent at once, in the middle of a note too.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isStopping)
                return;
            isStopping = true;
            changed.Set();
        }
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
                if (Take() is { } melody)
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

    private Melody? Take()
    {
        lock (gate)
        {
            if (!isStopping)
                changed.Reset();
            var taken = next;
            next = null;
            return taken;
        }
    }

    private void Play(ReadOnlySpan<Note> notes)
    {
        foreach (var note in notes)
        {
            Note(note.FrequencyHertz > 0 ? sound(note.FrequencyHertz) : silence());
            if (Pause.Until(changed, note.Length, time))
                break;
        }
        Note(silence());
    }

    private void Note(DeviceOutcome outcome) =>
        Volatile.Write(ref trouble, (outcome as DeviceOutcome.Failure)?.Detail);
}
