using System.Diagnostics;
using CloudBridge.Contract;
using CloudBridge.Telemetry;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Telemetry;

/// <summary>Both ends speak of a record in one trace.</summary>
public sealed class RecordTracesTests : IDisposable
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon);

    private readonly List<Activity> said = [];
    private readonly RecordTraces traces = new(nameof(RecordTracesTests));
    private readonly ActivityListener listener;

    public RecordTracesTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, traces.Source),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = said.Add,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose()
    {
        listener.Dispose();
        traces.Dispose();
    }

    /// <summary>By: printf edge-terminal/verger/bar-1/1/52 | sha256sum</summary>
    [Fact]
    public void A_records_trace_follows_from_its_name() => Assert.Equal(
        "56a38b555bdf9b00003a0dee12287a3f",
        RecordTraces.TraceOf(SiteId.Parse("verger"), TerminalId.Parse("bar-1"), new RecordPosition(1, 52))
            .ToHexString());

    [Fact]
    public void What_took_place_is_at_the_root_of_its_trace_and_its_parts_below()
    {
        var trace = RecordTraces.TraceOf(Site.Id, Site.Bar, new RecordPosition(1, 1));
        using var around = new Activity("something else is under way").Start();

        var tap = traces.Say("tap", ActivityKind.Internal, trace, Noon, Noon.AddMilliseconds(9));
        traces.Say("journal.sync", ActivityKind.Internal, tap!.Value, Noon, Noon.AddMilliseconds(4));
        traces.Say("tap", ActivityKind.Internal, trace: null, Noon, Noon);

        Assert.Equal(around, Activity.Current);
        Assert.Equal(["tap", "journal.sync", "tap"], said.Select(span => span.OperationName));
        Assert.Equal([trace, trace], said[..2].Select(span => span.TraceId));
        Assert.NotEqual(trace, said[2].TraceId);
        Assert.Equal([default, said[0].SpanId, default], said.Select(span => span.ParentSpanId));
        Assert.Equal(TimeSpan.FromMilliseconds(9), said[0].Duration);
        Assert.Equal(Noon.UtcDateTime, said[1].StartTimeUtc);
    }

    [Fact]
    public void A_sampler_by_trace_takes_a_record_at_both_ends_or_at_none()
    {
        var asked = new List<ActivityTraceId>();
        listener.Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
        {
            asked.Add(options.TraceId);
            return ActivitySamplingResult.AllDataAndRecorded;
        };
        var trace = RecordTraces.TraceOf(Site.Id, Site.Bar, new RecordPosition(1, 2));

        traces.Say("book", ActivityKind.Consumer, trace, Noon, Noon);

        Assert.Equal([trace], asked);
        Assert.Equal(trace, said.Single().TraceId);
    }

    [Fact]
    public void Where_nobody_listens_nothing_is_said()
    {
        listener.Dispose();

        Assert.False(traces.IsHeard);
        Assert.Null(traces.Say("tap", ActivityKind.Internal, trace: null, Noon, Noon));
    }
}
