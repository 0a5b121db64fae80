using System.Collections.Concurrent;
using System.Threading.Channels;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>
/// Requests in the order in which they were made. The library would send them all at once and minds neither the
/// broker's Receive Maximum (MQTT 5.0, 4.9) nor message ids that are still in use, so no more go out than may be under
/// way.
/// </summary>
internal sealed class Outbox(MQTTnet.IMqttClient client) : IDisposable
{
    /// <summary>The library searches the list of those under way at every answer: it should be short.</summary>
    private const int MaximumUnderWay = 64;

    private readonly Channel<Request> waiting = Channel.CreateUnbounded<Request>();
    private readonly ConcurrentDictionary<PendingAnswer, bool> underWay = new();
    private readonly CancellationTokenSource closing = new();
    private MqttFault? closed;

    /// <summary>From any thread.</summary>
    public void Put(Request request)
    {
        if (!waiting.Writer.TryWrite(request))
            request.Answer.Settle(closed);
    }

    /// <summary>Sends until <see cref="Close"/>. Never fails.</summary>
    /// <param name="receiveMaximum">The broker's.</param>
    public async Task RunAsync(int receiveMaximum)
    {
        // Not disposed of: answers give their slots back also after the end.
        var slots = new SemaphoreSlim(Math.Min(receiveMaximum, MaximumUnderWay));
        try
        {
            await foreach (var request in waiting.Reader.ReadAllAsync(closing.Token))
            {
                underWay[request.Answer] = true;
                await slots.WaitAsync(closing.Token);
                _ = SendAsync(request, slots);
            }
        }
        catch (OperationCanceledException)
        {
            // One may have been taken from the queue while Close went through it.
            SettleUnderWay();
        }
    }

    /// <summary>Settles every request, and those to come. Only the first call counts.</summary>
    public void Close(MqttFault fault)
    {
        if (Interlocked.CompareExchange(ref closed, fault, null) is not null)
            return;
        waiting.Writer.Complete();
        closing.Cancel();
        SettleUnderWay();
        while (waiting.Reader.TryRead(out var request))
            request.Answer.Settle(fault);
    }

    public void Dispose() => closing.Dispose();

    private void SettleUnderWay()
    {
        foreach (var answer in underWay.Keys)
            answer.Settle(closed);
    }

    private async Task SendAsync(Request request, SemaphoreSlim slots)
    {
        try
        {
            // Nobody may wait any more, after so long in the queue: then it need not be sent.
            if (!request.Answer.IsOver)
                request.Answer.SettleWith(await request.Send(client, closing.Token));
        }
        catch (Exception error)
        {
            request.Answer.Settle(
                closed ?? new MqttFault.Lost($"{request.Answer.What}: the connection is gone: {error.Message}"));
        }
        underWay.TryRemove(request.Answer, out _);
        slots.Release();
    }
}
