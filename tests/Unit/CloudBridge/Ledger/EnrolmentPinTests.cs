using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A request that creates a terminal hears the same PIN again as long as it holds, and no other one.</summary>
public sealed class EnrolmentPinTests : IDisposable
{
    private readonly EnrolmentBench bench = new();
    private readonly Es256Signer key = Es256Signer.Create();

    public void Dispose()
    {
        bench.Dispose();
        key.Dispose();
    }

    [Fact]
    public void It_is_told_with_the_time_that_is_left()
    {
        var first = Made(Create("a"));
        bench.Time.Advance(TimeSpan.FromMinutes(20));
        bench.Start();

        Assert.Equal(TimeSpan.FromHours(1), first.Left);
        Assert.Equal(new CreatedPin(first.Pin, TimeSpan.FromMinutes(40)), Made(Create("a")));
        bench.Time.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(RefusalKind.PinOver, Create("a").Why!.Kind);
    }

    [Fact]
    public void One_that_is_void_by_wrong_tries_is_not_told_again()
    {
        var pin = Made(Create("a")).Pin;
        for (var i = 0; i < EnrolmentDesk.MostWrongTries; i++)
            Assert.IsType<AskOutcome.PinWrong>(bench.Ask(key, Site.Bar, EnrolmentBench.Another(pin)));

        Assert.Equal(RefusalKind.PinOver, Create("a").Why!.Kind);
    }

    [Fact]
    public void Another_request_makes_another_one_and_the_first_is_over()
    {
        Create("a");
        Made(Create("b"));

        Assert.Equal(RefusalKind.PinOver, Create("a").Why!.Kind);
    }

    /// <summary>Whoever knew the PIN of the day before must not get in by it.</summary>
    [Fact]
    public void A_key_that_is_forgotten_makes_another_one()
    {
        var pins = new HashSet<string>();
        for (var day = 0; day < 3; day++)
        {
            pins.Add(Made(Create("a")).Pin);
            bench.Time.Advance(RequestBook.Kept + TimeSpan.FromMinutes(1));
        }

        Assert.True(pins.Count > 1, "the same PIN on each of three days");
    }

    [Fact]
    public void Requests_are_bounded_and_come_in_again_when_others_are_forgotten()
    {
        Made(Create("first"));
        // A PIN takes its time to be hashed: others' requests are written, not made.
        var file = System.Text.Json.Nodes.JsonNode.Parse(bench.Written)!;
        var requests = file["requests"]!.AsArray();
        while (requests.Count < EnrolmentDesk.MostRequests)
        {
            var other = requests[0]!.DeepClone();
            other["key"] = Digest.Of(System.Text.Encoding.UTF8.GetBytes($"{requests.Count}")).ToString();
            requests.Add(other);
        }
        bench.Write(file.ToJsonString());

        Assert.Equal(RefusalKind.TooManyKeys, Create("one more").Why!.Kind);
        Made(Create("first"));
        bench.Time.Advance(RequestBook.Kept);
        Made(Create("one more"));
    }

    private Outcome<CreatedPin> Create(string text) => bench.Desk.Create(
        Site.Bar, "kiosk", TerminalLimits.Default,
        new RequestKey(Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)), Digest.Zero, "office"));

    private static CreatedPin Made(Outcome<CreatedPin> outcome) =>
        Assert.IsType<Outcome<CreatedPin>.Done>(outcome).Answer;
}
