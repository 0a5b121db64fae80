using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace EdgeTerminal.Host;

/// <summary>
/// Draws on a thread of its own, because a display's bus is slow and may hang. The latest screen wins; a verdict is
/// reported once the panel has it, and never when another took its place before. While nothing new is shown the panel
/// is looked after, because its plug may be drawn at any time.
/// </summary>
internal sealed class PanelWorker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly IScreenPanel panel;
    private readonly TimeProvider time;
    private readonly Action<LoopInput> post;
    private readonly CancellationTokenSource stopping = new();
    private readonly AutoResetEvent changed = new(initialState: false);
    private readonly Thread thread;
    private GuestScreen? wanted;
    private volatile ScreenWriter writer;
    private volatile bool isFinishing;
    private readonly Lock losing = new();
    private bool isLost;

    /// <param name="panel">Used by this worker only.</param>
    /// <param name="writer">Finds the words.</param>
    /// <param name="time">For its patience.</param>
    /// <param name="post">Where reports go; may be called from several threads.</param>
    public PanelWorker(IScreenPanel panel, ScreenWriter writer, TimeProvider time, Action<LoopInput> post)
    {
        (this.panel, this.writer, this.time, this.post) = (panel, writer, time, post);
        thread = new Thread(Work) { IsBackground = true, Name = "panel" };
    }

    public void Start() => thread.Start();

    public void Show(GuestScreen screen)
    {
        Volatile.Write(ref wanted, screen);
        changed.Set();
    }

    /// <summary>From the next screen on, these words.</summary>
    public void Speak(ScreenWriter words) => writer = words;

    /// <summary>Lets the last screen be drawn, and ends; a panel that hangs is left alone.</summary>
    public void Dispose()
    {
        isFinishing = true;
        changed.Set();
        stopping.CancelAfter(Patience);
        // Whoever hangs in its panel still needs them.
        if ((thread.ThreadState & ThreadState.Unstarted) == 0 && !thread.Join(Patience * 2))
            return;
        stopping.Dispose();
        changed.Dispose();
    }

    private void Work()
    {
        try
        {
            GuestScreen? drawn = null;
            while (!stopping.IsCancellationRequested)
            {
                var screen = Volatile.Read(ref wanted);
                // By identity: two guests in a row may have to read the same words, and each must have seen them.
                if (screen is null || ReferenceEquals(screen, drawn))
                {
                    if (isFinishing)
                        return;
                    var isQuiet = !Pause.Until(changed, screen is null || !isLost ? LookAgain : TryAgain, time);
                    if (isQuiet && screen is not null)
                        Try(() => panel.Refresh(stopping.Token));
                    continue;
                }
                drawn = TryDraw(screen) ? screen : drawn;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private bool TryDraw(GuestScreen screen)
    {
        var written = writer.Write(screen);
        if (!Try(() => panel.Show(written, stopping.Token)))
        {
            changed.WaitOne(TryAgain);
            return false;
        }
        if (ReferenceEquals(Volatile.Read(ref wanted), screen))
            post(new LoopInput.Shown(screen));
        return true;
    }

    private bool Try(Func<DeviceOutcome> order)
    {
        var answered = false;
        using var patience = time.CreateTimer(
            _ =>
            {
                lock (losing)
                    if (!answered)
                        Lose("the panel does not answer");
            },
            null,
            Patience,
            Timeout.InfiniteTimeSpan);
        var outcome = order();
        lock (losing)
        {
            answered = true;
            if (outcome is DeviceOutcome.Failure failure)
                Lose(failure.Detail);
            else
                Recover();
        }
        return outcome is not DeviceOutcome.Failure;
    }

    /// <summary>Only with the lock: what is said must come in the order in which it happened.</summary>
    private void Lose(string detail)
    {
        if (!isLost)
            post(new LoopInput.Core(new Input.FaultBegan(Fault.PanelLost, detail)));
        isLost = true;
    }

    /// <inheritdoc cref="Lose"/>
    private void Recover()
    {
        if (isLost)
            post(new LoopInput.Core(new Input.FaultEnded(Fault.PanelLost)));
        isLost = false;
    }
}
