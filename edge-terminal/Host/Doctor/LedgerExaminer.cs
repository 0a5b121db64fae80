using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace EdgeTerminal.Host;

/// <summary>
/// Connects to the broker under a name of its own, so that a running daemon stays connected, and asks the ledger what
/// time it is. A daemon that runs hears the answer as well, and says in its log that it is not its own.
/// </summary>
/// <param name="client">Dials.</param>
/// <param name="broker">Where to.</param>
/// <param name="enrolment">Whose ledger it must be; null: only the broker is looked at.</param>
/// <param name="time">Clock and timers.</param>
/// <param name="kept">Which configuration of the ledger's is on the disk here; null: none.</param>
/// <param name="used">Which was in force here last, by the journal; null: none, or nobody knows.</param>
internal sealed class LedgerExaminer(
    IMqttClient client, BrokerSettings broker, Enrolment? enrolment, TimeProvider time,
    ConfigVersion? kept = null, ConfigVersion? used = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>More than a beat may be late, and enough to mislead whoever reads the log.</summary>
    private static readonly TimeSpan ToleratedDifference = TimeSpan.FromMinutes(1);

    private string Address => $"{broker.Host}:{broker.Port}";

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var options = broker.OptionsFor($"doctor-{enrolment?.Site}-{enrolment?.Terminal}") with { Patience = Patience };
        switch (await client.ConnectAsync(options, cancellation))
        {
            case MqttConnectResult.Connected { Connection: var connection }:
                await using (connection)
                    return
                    [
                        new Finding("broker", $"{Address} answers, with {client.Name}"),
                        .. await AskAsync(connection, cancellation),
                    ];
            case MqttConnectResult.Failed { Fault: var fault }:
                return
                [
                    new Finding("broker", fault.Detail, RemedyFor(fault)),
                    new Finding("ledger", "cannot be asked without a broker", "mend the broker first"),
                ];
            default:
                throw new InvalidOperationException();
        }
    }

    private string RemedyFor(MqttFault fault) => fault switch
    {
        MqttFault.Unreachable => $"is the broker running at {Address}? Check network, mqtt.host and mqtt.port",
        MqttFault.Refused =>
            $"mend {(broker.Tls is null ? "mqtt.userName and mqtt.password" : "mqtt.tls")}, " +
            "or let this terminal in at the broker",
        MqttFault.Busy => "wait; if it stays so, look at the broker's own log",
        _ => $"something answers at {Address}, but not as an MQTT 5 broker in time: check mqtt.host and mqtt.port",
    };

    private async Task<IReadOnlyList<Finding>> AskAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        if (enrolment is null || !PublicKey.Read(enrolment.LedgerKey).Succeeded(out var key, out _))
            return [new Finding("ledger", "not asked: which one it must be stands in the enrolment")];
        using var owned = key;
        var topics = new Topics(enrolment.Site);
        var nonce = new Nonce(BinaryPrimitives.ReadUInt128BigEndian(RandomNumberGenerator.GetBytes(16)));
        var asked = time.GetTimestamp();
        var ask = new AskMessage(Boot: 1, (long)time.GetElapsedTime(0).TotalMilliseconds, nonce);
        var fault =
            await connection.SubscribeAsync(topics.Of(enrolment.Terminal, TerminalTopic.Beat), cancellation) ??
            await connection.PublishAsync(
                new MqttMessage(topics.Of(enrolment.Terminal, TerminalTopic.Ask), ask.Write()), cancellation);
        if (fault is not null)
            return
            [
                new Finding(
                    "ledger", fault.Detail, "let this terminal use its topics at the broker: docs/formats/mqtt.md"),
            ];
        var (beat, refused) = await AnswerAsync(connection, ask, new KeyRing(key), cancellation);
        return beat is not null ? Heard(beat, time.GetElapsedTime(asked))
            : refused is not null ?
            [
                new Finding(
                    "ledger",
                    $"answers, and not as the ledger that has enrolled us (key {key.KeyId}): {refused}",
                    "another ledger uses this broker, or it was made anew: enrol this terminal with it: ledger enroll"),
            ]
            :
            [
                new Finding(
                    "ledger",
                    $"no answer within {Patience.TotalSeconds} s",
                    $"is it running (ledger run --mqtt {Address}), and does it know this terminal? Its output says"),
            ];
    }

    private async Task<(BeatMessage? Beat, FormatError? Refused)> AnswerAsync(
        IMqttConnection connection, AskMessage ask, KeyRing keys, CancellationToken cancellation)
    {
        FormatError? refused = null;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var alarm = time.CreateTimer(_ => enough.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var message in connection.Messages.ReadAllAsync(enough.Token))
            {
                var to = Addressee.Of(enrolment!.Terminal);
                if (!SignedMessage.Read<BeatMessage>(message.Payload, keys, enrolment.Site, to)
                    .Succeeded(out var beat, out var error))
                    refused = error;
                else if (beat.Echo == ask)
                    return (beat, null);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // That was long enough.
        }
        return (null, refused);
    }

    /// <summary>Is it the one that is on the disk here? One that cannot be followed stays on its way.</summary>
    private string Compared(ConfigVersion? newest) =>
        kept is not null && (newest is null || kept > newest)
            ? $"; configuration {kept} is here, and the ledger does not know it"
        : used is not null && (newest is null || used > newest)
            ? $"; configuration {used} was in force here, is lost, and the ledger does not know it: it does not come " +
                "again by itself. docs/faults.md, ConfigurationLost, says what to do"
        : newest is null ? ""
        : kept == newest ? $"; configuration {newest}, which is here"
        : $"; configuration {newest}, and {kept?.ToString() ?? "none"} is here: the daemon's log says why";

    private List<Finding> Heard(BeatMessage beat, TimeSpan took)
    {
        var difference = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(beat.LedgerMilliseconds);
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"answers in {took.TotalMilliseconds:0} ms; card list {beat.List()?.ToString() ?? "none"}") +
            Compared(beat.Config());
        var clocks = string.Create(
            CultureInfo.InvariantCulture, $"this machine's clock is {difference.TotalSeconds:0.0} s from the ledger's");
        return
        [
            new Finding("ledger", found),
            difference.Duration() <= ToleratedDifference
                ? new Finding("ledger's time", clocks)
                : new Finding(
                    "ledger's time", clocks, "set the clock that is wrong (timedatectl); sales go by the ledger's"),
        ];
    }
}
