using System.Net;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Who is answered next of those who have not said who they are.</summary>
public sealed class TurnsTests
{
    private static readonly IPAddress Stranger = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Till = IPAddress.Parse("192.0.2.2");

    private readonly Turns turns = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_fills_the_queue_turns_nobody_away_who_comes_from_elsewhere()
    {
        var strangers = await FillAsync(Stranger);

        var till = TakeAsync(Till);

        Assert.Null(await strangers[^1]);
        Assert.Null(await TakeAsync(Stranger));
        await AnswerAsync(strangers[..^1]);
        Assert.NotNull(await till);
    }

    [Fact]
    public async Task Of_a_network_of_IPv6_all_addresses_are_one_machine_s()
    {
        var strangers = await FillAsync(IPAddress.Parse("2001:db8::1"));

        Assert.Null(await TakeAsync(IPAddress.Parse("2001:db8::2")));
        var till = TakeAsync(IPAddress.Parse("2001:db8:1::1"));

        Assert.Null(await strangers[^1]);
        Assert.False(till.IsCompleted);
    }

    [Fact]
    public async Task One_address_may_have_all_places_while_nobody_else_comes_and_half_when_another_does()
    {
        var strangers = await FillAsync(Stranger);

        var tills = Enumerable.Range(0, Turns.MostWaiting).Select(_ => TakeAsync(Till)).ToList();

        Assert.All(await Task.WhenAll(strangers[^(Turns.MostWaiting / 2)..]), Assert.Null);
        Assert.DoesNotContain(strangers[Turns.MostAtOnce..^(Turns.MostWaiting / 2)], one => one.IsCompleted);
        Assert.DoesNotContain(tills[..(Turns.MostWaiting / 2)], till => till.IsCompleted);
        Assert.All(await Task.WhenAll(tills[(Turns.MostWaiting / 2)..]), Assert.Null);
    }

    [Fact]
    public async Task Who_has_gone_keeps_no_place()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var strangers = await FillAsync(Stranger, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => strangers[^1]);

        var next = Enumerable.Range(0, Turns.MostWaiting).Select(_ => TakeAsync(Stranger)).ToList();

        Assert.DoesNotContain(next, one => one.IsCompleted);
    }

    private Task<IDisposable?> TakeAsync(IPAddress from) => turns.TakeAsync(from, Cancellation);

    /// <summary>The first two are answered, the others wait.</summary>
    private async Task<List<Task<IDisposable?>>> FillAsync(IPAddress from, CancellationToken? cancellation = null)
    {
        var came = Enumerable.Range(0, Turns.MostAtOnce + Turns.MostWaiting)
            .Select(_ => turns.TakeAsync(from, cancellation ?? Cancellation)).ToList();
        await Task.WhenAll(came[..Turns.MostAtOnce]);
        Assert.DoesNotContain(came[Turns.MostAtOnce..], one => one.IsCompleted);
        return came;
    }

    private static async Task AnswerAsync(IEnumerable<Task<IDisposable?>> waiting)
    {
        foreach (var one in waiting)
            (await one)!.Dispose();
    }
}
