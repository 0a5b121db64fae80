namespace CloudBridge.Mqtt.MqttNet;

/// <summary>
/// Asks the broker whether it is there, and listens. The library sends PINGREQ only when nothing else was sent for a
/// while, so while we publish into a half-open connection it would notice nothing; and it counts only PINGRESP as an
/// answer, which can be far behind large messages on a slow line. So we ask a little before it would, and whatever the
/// broker says is a sign of life.
/// </summary>
internal sealed class LifeSigns(MQTTnet.IMqttClient client, BrokerStream? stream)
{
    /// <summary>
    /// Returns when nothing came for one and a half of the keep alive. Counted in steps, not on the clock: while this
    /// process does not run, nobody listens.
    /// </summary>
    /// <exception cref="OperationCanceledException">The connection ended otherwise.</exception>
    public async Task WatchAsync(TimeSpan keepAlive, CancellationToken ending)
    {
        for (var (step, silent) = (1, 0); silent < 15; step++)
        {
            if (step % 8 == 0)
                _ = PingAsync(ending);
            await Task.Delay(keepAlive / 10, TimeProvider.System, ending);
            silent = stream?.TakeHeard() == true ? 0 : silent + 1;
        }
    }

    private async Task PingAsync(CancellationToken ending)
    {
        try
        {
            await client.PingAsync(ending);
        }
        catch (Exception)
        {
            // The connection is gone, which others find out and can give a reason for.
        }
    }
}
