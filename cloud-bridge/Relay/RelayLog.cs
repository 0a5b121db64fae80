using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Relay;

/// <summary>
/// What an operator hears of the connection. Each trouble is said once, until a connection proves itself: a broker that
/// turns the terminal away for a week, or one that floods it, must not fill the SD card. For one loop.
/// </summary>
internal sealed partial class RelayLog(ILogger logger, string client, MqttOptions mqtt)
{
    private readonly Troubles troubles = new();
    private readonly NotTaken notTaken = new();

    public void Connected()
    {
        if (troubles.IsNews("connected"))
            LogConnected(logger, mqtt.Host, mqtt.Port, client);
    }

    public void NotConnected(MqttFault fault)
    {
        if (!troubles.IsNews(fault.Detail))
            return;
        if (fault.MayRetry)
            LogFailed(logger, mqtt.Host, mqtt.Port, fault.Detail);
        else
            LogRefused(logger, mqtt.Host, mqtt.Port, fault.Detail);
    }

    /// <summary>The ledger was heard, and the connection lasts.</summary>
    public void Steady()
    {
        troubles.Over();
        LogSteady(logger);
    }

    public void Lost(string detail)
    {
        if (troubles.IsNews(detail))
            LogLost(logger, detail);
    }

    public void Dropped(string why)
    {
        if (troubles.IsNews(why))
            LogDropped(logger, why.TrimEnd('.'));
    }

    public void PeersRefused(RelayNews.PeersRefused refused)
    {
        if (troubles.IsNews($"refused: {refused.Topic}"))
            LogPeersRefused(logger, refused.Topic, refused.Detail);
    }

    /// <param name="rejected">Counted.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public void NotTaken(RelayNews.Rejected rejected, long now)
    {
        if (notTaken.Count(rejected.Topic, rejected.Error.Kind.ToString(), now) is { } times)
            LogNotTaken(logger, rejected.Topic, rejected.Error.ToString(), times);
    }

    [LoggerMessage(LogLevel.Information, "Connected to the broker at {Host}:{Port} with {Client}.")]
    private static partial void LogConnected(ILogger logger, string host, int port, string client);

    [LoggerMessage(LogLevel.Information, "The ledger answers.")]
    private static partial void LogSteady(ILogger logger);

    [LoggerMessage(
        LogLevel.Warning, "No connection to the broker at {Host}:{Port}; it is tried again, for ever: {Detail}")]
    private static partial void LogFailed(ILogger logger, string host, int port, string detail);

    [LoggerMessage(
        LogLevel.Error,
        "The broker at {Host}:{Port} turns this terminal away. Check user name, password and client id, here and at " +
        "the broker; it is tried again now and then: {Detail}")]
    private static partial void LogRefused(ILogger logger, string host, int port, string detail);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is lost: {Detail}")]
    private static partial void LogLost(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is given up: {Why}.")]
    private static partial void LogDropped(ILogger logger, string why);

    [LoggerMessage(
        LogLevel.Warning,
        "The broker refuses {Topic}: what is spent at other terminals is known only when a list has it: {Detail}")]
    private static partial void LogPeersRefused(ILogger logger, string topic, string detail);

    [LoggerMessage(LogLevel.Warning, "Not taken, from {Topic}: {Detail} ({Times} of this kind so far)")]
    private static partial void LogNotTaken(ILogger logger, string topic, string detail, long times);
}
