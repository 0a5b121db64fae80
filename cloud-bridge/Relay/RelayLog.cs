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
    private bool isLedgerSilent;

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

    /// <summary>The broker brings what is said, and the connection lasts.</summary>
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

    public void LedgerSilent(RelayNews.LedgerSilent silent)
    {
        isLedgerSilent = true;
        if (troubles.IsNews(silent.Detail))
            LogSilent(logger, silent.Detail);
    }

    public void LedgerAnswers()
    {
        if (!isLedgerSilent)
            return;
        isLedgerSilent = false;
        troubles.Over();
        LogAnswers(logger);
    }

    public void TopicRefused(RelayNews.TopicRefused refused)
    {
        if (troubles.IsNews($"refused: {refused.Topic}"))
            LogTopicRefused(logger, refused.Topic, refused.Detail);
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

    [LoggerMessage(LogLevel.Information, "The connection lasts.")]
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

    [LoggerMessage(LogLevel.Information, "The ledger answers again.")]
    private static partial void LogAnswers(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The broker is there; {Detail}")]
    private static partial void LogSilent(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is given up: {Why}.")]
    private static partial void LogDropped(ILogger logger, string why);

    [LoggerMessage(
        LogLevel.Warning,
        "The broker refuses {Topic}, and this terminal goes on without: it may not hear other terminals or commands, " +
        "or notice a broker that brings nothing. docs/formats/mqtt.md says which rights it needs: {Detail}")]
    private static partial void LogTopicRefused(ILogger logger, string topic, string detail);

    [LoggerMessage(LogLevel.Warning, "Not taken, from {Topic}: {Detail} ({Times} of this kind so far)")]
    private static partial void LogNotTaken(ILogger logger, string topic, string detail, long times);
}
