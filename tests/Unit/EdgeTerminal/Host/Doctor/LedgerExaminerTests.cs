using CloudBridge.Contract;
using CloudBridge.Mqtt;
using EdgeTerminal.Host;
using Tests.Support;
using Tests.Unit.CloudBridge.Mqtt;

namespace Tests.Unit.EdgeTerminal.Host.Doctor;

/// <summary>What the doctor says of brokers and ledgers, good and bad.</summary>
public sealed class LedgerExaminerTests : IDisposable
{
    private static readonly BrokerSettings Broker = new("10.0.0.2", 1883, "bar", "secret", TimeSpan.FromSeconds(1));

    private readonly Site site = new();
    private readonly Es256Signer stranger = Es256Signer.Create();
    private readonly ScriptedBroker broker = new();
    private readonly ManualTime time = new();

    public static TheoryData<string, string> Refusals => new()
    {
        { "unreachable", "is the broker running at 10.0.0.2:1883?" },
        { "refused", "mend mqtt.userName and mqtt.password" },
        { "busy", "wait" },
        { "unanswered", "something answers at 10.0.0.2:1883" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Enrolment Enrolment => site.Enrolment();

    public void Dispose()
    {
        stranger.Dispose();
        site.Dispose();
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_broker_that_does_not_let_us_in_is_a_problem_with_its_own_remedy(string kind, string remedy)
    {
        MqttFault fault = kind switch
        {
            "unreachable" => new MqttFault.Unreachable("nobody"),
            "refused" => new MqttFault.Refused("not authorized"),
            "busy" => new MqttFault.Busy("busy"),
            _ => new MqttFault.Unanswered("silence"),
        };

        var findings = await new LedgerExaminer(new ClosedBroker(fault), Broker, Enrolment, time)
            .ExamineAsync(Cancellation);

        Assert.Equal(["broker", "ledger"], findings.Select(finding => finding.Subject));
        Assert.Equal(fault.Detail, findings[0].Found);
        Assert.StartsWith(remedy, findings[0].Remedy, StringComparison.Ordinal);
        Assert.True(findings[1].IsProblem);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public async Task A_ledger_that_answers_is_good_and_tells_how_wrong_the_clock_is(int seconds, bool isProblem)
    {
        var (examining, connection, ask) = await AskedAsync();
        var ledgerTime = time.GetUtcNow().AddSeconds(-seconds);
        connection.Deliver(Beat(ask with { Nonce = new Nonce(99) }, site.Ledger, ledgerTime));
        connection.Deliver(Beat(ask, site.Ledger, ledgerTime));

        var findings = await examining;

        Assert.Equal(["broker", "ledger", "ledger's time"], findings.Select(finding => finding.Subject));
        Assert.Equal("answers in 0 ms; card list 1.42", findings[1].Found);
        Assert.Equal(isProblem, findings[2].IsProblem);
    }

    [Theory]
    [InlineData(5, null, "; configuration 1.5, and none is here: the daemon's log says why")]
    [InlineData(5, 4L, "; configuration 1.5, and 1.4 is here: the daemon's log says why")]
    [InlineData(5, 5L, "; configuration 1.5, which is here")]
    [InlineData(5, 6L, "; configuration 1.6 is here, and the ledger does not know it")]
    [InlineData(0, 6L, "; configuration 1.6 is here, and the ledger does not know it")]
    [InlineData(0, null, "answers in 0 ms; card list 1.42")]
    public async Task It_says_whether_the_newest_configuration_is_here(long newest, long? kept, string expected)
    {
        var (examining, connection, ask) = await AskedAsync(
            kept is { } version ? new ConfigVersion(1, version) : null);
        connection.Deliver(Beat(ask, site.Ledger, time.GetUtcNow(), config: newest));

        Assert.EndsWith(expected, (await examining)[1].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_with_another_key_is_a_problem()
    {
        var (examining, connection, ask) = await AskedAsync();
        connection.Deliver(Beat(ask, stranger, time.GetUtcNow()));
        await Eventually.TrueAsync(() => connection.Messages.Count == 0, "it is read", Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));

        var ledger = (await examining)[1];

        Assert.StartsWith("answers, and not as the ledger", ledger.Found, StringComparison.Ordinal);
        Assert.Contains("ledger enroll", ledger.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_ledger_is_a_problem()
    {
        var (examining, _, _) = await AskedAsync();
        time.Advance(TimeSpan.FromSeconds(5));

        var ledger = (await examining)[1];

        Assert.Equal("no answer within 5 s", ledger.Found);
        Assert.Contains("ledger run --mqtt 10.0.0.2:1883", ledger.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_that_are_not_allowed_are_a_problem()
    {
        var examining = new LedgerExaminer(broker, Broker, Enrolment, time).ExamineAsync(Cancellation);
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        var subscription = await connection.Requests.First<BrokerRequest>(0, Cancellation);
        subscription.Answer(new MqttFault.Refused("not authorized"));

        Assert.Contains("docs/formats/mqtt.md", (await examining)[1].Remedy, StringComparison.Ordinal);
    }

    /// <summary>What the broker has to bring again is not what nobody has.</summary>
    [Theory]
    [InlineData(0, null, "; configuration 1.6 was in force here, is lost, and the ledger does not know it")]
    [InlineData(5, 4L, "; configuration 1.6 was in force here, is lost, and the ledger does not know it")]
    [InlineData(6, null, "; configuration 1.6, and none is here: the daemon's log says why")]
    [InlineData(6, 6L, "; configuration 1.6, which is here")]
    public async Task What_was_in_force_and_is_lost_is_said_to_be_unknown_where_it_is(
        long newest, long? kept, string expected)
    {
        var (examining, connection, ask) = await AskedAsync(
            kept is { } version ? new ConfigVersion(1, version) : null, used: new ConfigVersion(1, 6));
        connection.Deliver(Beat(ask, site.Ledger, time.GetUtcNow(), config: newest));

        Assert.Contains(expected, (await examining)[1].Found, StringComparison.Ordinal);
    }

    private async Task<(
        Task<IReadOnlyList<Finding>> Examining, ScriptedConnection Connection, AskMessage Ask)> AskedAsync(
        ConfigVersion? kept = null, ConfigVersion? used = null)
    {
        var examining = new LedgerExaminer(broker, Broker, Enrolment, time, kept, used).ExamineAsync(Cancellation);
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        connection.AnswerAll();
        var ask = await connection.Requests.First<BrokerRequest>(0, row => row.Message is not null, Cancellation);
        await Eventually.TrueAsync(() => time.ActiveTimers > 0, "it waits", Cancellation);
        return (examining, connection, AskMessage.Read(ask.Message!.Payload.Span).OrThrow());
    }

    private static MqttMessage Beat(AskMessage echo, ISigner signer, DateTimeOffset at, long config = 0) => new(
        new Topics(Site.Id).Of(Site.Bar, TerminalTopic.Beat),
        SignedMessage.Sign(
            new BeatMessage(Site.Id, Addressee.Of(Site.Bar), 1, 42, config, at.ToUnixTimeMilliseconds(), echo), signer)
            .Compact);

    private sealed class ClosedBroker(MqttFault fault) : IMqttClient
    {
        public string Name => "closed";

        public Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation) =>
            Task.FromResult<MqttConnectResult>(new MqttConnectResult.Failed(fault));
    }
}
