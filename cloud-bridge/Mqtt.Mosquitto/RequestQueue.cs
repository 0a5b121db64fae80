using CloudBridge.Mqtt.Mosquitto.Native;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>
/// Requests in the order in which they were made: first those that wait for their turn, then those that wait for the
/// broker's answer. Every one that was put in is settled, at the latest by <see cref="Close"/>.
/// </summary>
internal sealed class RequestQueue
{
    /// <summary>
    /// So many are with the library at a time. It walks a list of them at every answer, gives message ids out again
    /// after 65,535, and reads as many packets in one go as it has of these: all three want it to be short.
    /// </summary>
    private const int MaximumUnderWay = 64;

    private readonly Lock gate = new();
    private readonly Queue<Request> waiting = new();
    private readonly Dictionary<int, PendingAnswer> underWay = [];
    private int limit = MaximumUnderWay;
    private MqttFault? closed;

    /// <summary>
    /// By the network thread: no more than the broker takes. The library would keep the rest, where nothing can be
    /// withdrawn.
    /// </summary>
    public void Limit(int receiveMaximum) => limit = Math.Min(receiveMaximum, MaximumUnderWay);

    /// <summary>From any thread.</summary>
    public void Put(Request request)
    {
        lock (gate)
        {
            if (closed is null)
            {
                waiting.Enqueue(request);
                return;
            }
        }
        request.Answer.Settle(closed);
    }

    /// <summary>By the network thread: hands over as many as may be under way.</summary>
    /// <returns>The library's error code when the connection broke on the way; else success.</returns>
    public int SendTo(NativeClient client)
    {
        while (underWay.Count < limit && TryTake(out var request))
        {
            var result = request.Send(client, out var messageId);
            if (result == LibMosquitto.Success)
                underWay[messageId] = request.Answer;
            else if (result is LibMosquitto.NotConnected or LibMosquitto.ConnectionLost or LibMosquitto.SystemError)
            {
                request.Answer.Settle(new MqttFault.Lost($"{request.Answer.What}: {NativeClient.Describe(result)}"));
                return result;
            }
            else
                request.Answer.Settle(new MqttFault.Refused($"{request.Answer.What}: {NativeClient.Describe(result)}"));
        }
        return LibMosquitto.Success;
    }

    /// <summary>By the network thread: the broker's answer. One that nobody waits for is dropped.</summary>
    public void Settle(int messageId, int reason)
    {
        if (underWay.Remove(messageId, out var answer))
            answer.SettleWith(reason);
    }

    /// <summary>By the network thread, when it ends. What is put in later is settled with the same fault.</summary>
    public void Close(MqttFault fault)
    {
        lock (gate)
            closed = fault;
        foreach (var answer in underWay.Values)
            answer.Settle(fault);
        foreach (var request in waiting)
            request.Answer.Settle(fault);
        underWay.Clear();
        waiting.Clear();
    }

    /// <summary>Passes over requests that nobody waits for any more.</summary>
    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Request? request)
    {
        lock (gate)
        {
            while (waiting.TryDequeue(out request))
                if (!request.Answer.IsOver)
                    return true;
            return false;
        }
    }
}
