namespace Tests.Support;

/// <summary>
/// Waits for a condition instead of for a time. The deadline only bounds a failing test, so it is generous: a machine
/// under load must not turn a test red.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    /// <summary>The deadline where a call gives none.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(20);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan, CancellationToken)"/>
    public static Task TrueAsync(Func<bool> condition, string what, CancellationToken cancellation) =>
        TrueAsync(condition, what, Deadline, cancellation);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Looked at every 5 ms.</param>
    /// <param name="what">The condition in words, for the failure's text.</param>
    /// <param name="within">The longest wait; <see cref="Deadline"/> where it is left out.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan within, CancellationToken cancellation) =>
        WaitAsync(condition, () => what, within, cancellation);

    /// <inheritdoc cref="EqualAsync{T}(T, Func{T}, string, TimeSpan, CancellationToken)"/>
    public static Task EqualAsync<T>(T expected, Func<T> actual, string what, CancellationToken cancellation) =>
        EqualAsync(expected, actual, what, Deadline, cancellation);

    /// <summary>Waits until a value is what it should be; the failure's text shows the last one seen.</summary>
    /// <param name="expected">Compared with <see cref="object.Equals(object)"/>.</param>
    /// <param name="actual">Looked at every 5 ms.</param>
    /// <param name="what">The value in words, for the failure's text.</param>
    /// <param name="within">The longest wait; <see cref="Deadline"/> where it is left out.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <exception cref="TimeoutException">It was another to the end.</exception>
    public static Task EqualAsync<T>(
        T expected, Func<T> actual, string what, TimeSpan within, CancellationToken cancellation)
    {
        var last = default(T);
        return WaitAsync(
            () => Equals(expected, last = actual()),
            () => $"{what} is {expected} (last seen: {last})",
            within,
            cancellation);
    }

    /// <summary>Waits until a probe has a value.</summary>
    /// <param name="probe">Looked at every 5 ms; null as long as there is none.</param>
    /// <param name="what">The value in words, for the failure's text.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    public static async Task<T> GetAsync<T>(Func<T?> probe, string what, CancellationToken cancellation)
        where T : class
    {
        T? value = null;
        await TrueAsync(() => (value = probe()) is not null, what, cancellation);
        return value!;
    }

    /// <inheritdoc cref="CompletesAsync{T}(Task{T}, string, TimeSpan, CancellationToken)"/>
    public static Task<T> CompletesAsync<T>(Task<T> task, string what, CancellationToken cancellation) =>
        CompletesAsync(task, what, Deadline, cancellation);

    /// <summary>Waits for a task to complete, and hands on its result or its error.</summary>
    /// <param name="task">What should complete.</param>
    /// <param name="what">The task in words, for the failure's text.</param>
    /// <param name="within">The longest wait; <see cref="Deadline"/> where it is left out.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <exception cref="TimeoutException">It is still running.</exception>
    public static async Task<T> CompletesAsync<T>(
        Task<T> task, string what, TimeSpan within, CancellationToken cancellation)
    {
        await CompletesAsync((Task)task, what, within, cancellation);
        return await task;
    }

    /// <inheritdoc cref="CompletesAsync{T}(Task{T}, string, TimeSpan, CancellationToken)"/>
    public static Task CompletesAsync(Task task, string what, CancellationToken cancellation) =>
        CompletesAsync(task, what, Deadline, cancellation);

    /// <inheritdoc cref="CompletesAsync{T}(Task{T}, string, TimeSpan, CancellationToken)"/>
    public static async Task CompletesAsync(Task task, string what, TimeSpan within, CancellationToken cancellation)
    {
        try
        {
            await task.WaitAsync(within, TimeProvider.System, cancellation);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Not within {within}: {what} completes.");
        }
    }

    private static async Task WaitAsync(
        Func<bool> condition, Func<string> what, TimeSpan within, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > within)
                throw new TimeoutException($"Not within {within}: {what()}.");
            await Task.Delay(Step, TimeProvider.System, cancellation);
        }
    }
}
