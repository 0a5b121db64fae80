namespace CloudBridge.Mqtt;

/// <summary>
/// One thing asked of the broker, from the call until its answer, the end of patience, or the end of the connection,
/// whichever is first. Shared by the clients, so that waiting ends alike in all of them.
/// </summary>
/// <param name="what">What was asked for, as the start of a sentence.</param>
internal sealed class PendingAnswer(string what)
{
    private readonly TaskCompletionSource<MqttFault?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was asked for, as the start of a sentence.</summary>
    public string What => what;

    /// <summary>True: nobody waits any more; what was not sent yet need not be.</summary>
    public bool IsOver => answer.Task.IsCompleted;

    /// <summary>The first answer counts, later ones are dropped.</summary>
    public void Settle(MqttFault? fault) => answer.TrySetResult(fault);

    /// <summary>The first answer counts, later ones are dropped.</summary>
    /// <param name="reason">The broker's reason code (MQTT 5.0, 2.4).</param>
    public void SettleWith(int reason) => Settle(MqttReason.FaultOf(reason, what));

    /// <summary>The broker is on real time, and so is the patience with it.</summary>
    public async Task<MqttFault?> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await answer.Task.WaitAsync(patience, TimeProvider.System, cancellation);
        }
        catch (TimeoutException)
        {
            Settle(new MqttFault.Unanswered($"{what}: no answer within {patience.TotalSeconds:0.###} s."));
            return await answer.Task;
        }
        catch (OperationCanceledException)
        {
            Settle(new MqttFault.Unanswered($"{what}: given up by the caller."));
            throw;
        }
    }
}
