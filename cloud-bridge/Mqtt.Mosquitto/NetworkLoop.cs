using System.Net;
using System.Runtime.InteropServices;
using CloudBridge.Mqtt.Mosquitto.Native;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>
/// One connection on a thread of its own, from the first SYN to the closed socket. The thread waits in poll(2) for the
/// socket and for <see cref="WakeUp"/>, and is the only one that calls the library. It blocks nowhere else, so every
/// deadline in here is kept.
/// </summary>
internal sealed class NetworkLoop : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(1);

    private readonly MqttOptions options;
    private readonly IPAddress address;
    private readonly TimeSpan dialTime;
    private readonly RequestQueue requests = new();
    private readonly WakeUp wakeUp = new();
    private readonly long start = TimeProvider.System.GetTimestamp();
    private TimeSpan lastTurn;
    private TimeSpan lastHeard;
    private TimeSpan goodbyeSaid;
    private TlsContext? tls;
    private Farewell? farewell;
    private volatile bool leaving;

    /// <param name="options">Already checked.</param>
    /// <param name="address">One of the broker's addresses.</param>
    /// <param name="dialTime">The longest until CONNACK.</param>
    public NetworkLoop(MqttOptions options, IPAddress address, TimeSpan dialTime)
    {
        this.options = options;
        this.address = address;
        this.dialTime = dialTime;
        Inbox = new Inbox(options.InboxCapacity, wakeUp.Signal);
        State = new ConnectionState(options, new IPEndPoint(address, options.Port), requests, Inbox);
    }

    public ConnectionState State { get; }

    public Inbox Inbox { get; }

    private string Address => $"{options.Host}:{options.Port}";

    private TimeSpan Now => TimeProvider.System.GetElapsedTime(start);

    public void Start() => new Thread(Run) { IsBackground = true, Name = "mqtt" }.Start();

    /// <summary>From any thread, any number of times: goodbye when connected, else stop dialling.</summary>
    public void Leave()
    {
        leaving = true;
        wakeUp.Signal();
    }

    /// <summary>From any thread.</summary>
    public void Ask(Request request)
    {
        requests.Put(request);
        wakeUp.Signal();
    }

    public void Dispose()
    {
        farewell?.Dispose();
        wakeUp.Dispose();
    }

    private void Run()
    {
        try
        {
            if (options.Tls is { } wanted && TlsContext.Make(wanted, options.Host, out tls) is { } fault)
                State.End(fault);
            else
                Talk();
            farewell?.Wait(GoodbyeTime - (Now - goodbyeSaid));
        }
        catch (Exception error)
        {
            State.OnBroken(error);
        }
        Dispose();
        State.Settle();
    }

    private void Talk()
    {
        using var secured = tls;
        using var client = new NativeClient(options, secured, State);
        Dial(client);
        while (State.Phase != Phase.Over)
            Turn(client);
    }

    private void Dial(NativeClient client)
    {
        var result = client.StartConnecting(address);
        // A broker nearby may have answered already.
        if (result != LibMosquitto.Success && tls?.FaultAt(Address) is { } fault)
            State.End(fault);
        else if (result == LibMosquitto.SystemError && tls is not null)
            State.EndUnreachable("the broker hung up while we shook hands");
        else if (result == LibMosquitto.SystemError)
            State.EndUnreachable(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        else if (result != LibMosquitto.Success)
            State.End(new MqttFault.Refused($"libmosquitto refused the options: {NativeClient.Describe(result)}"));
    }

    private void Turn(NativeClient client)
    {
        ForgiveOwnAbsence();
        if (leaving)
            SayGoodbye(client);
        if (State.Phase == Phase.Open)
            Check(client, requests.SendTo(client));
        KeepDeadlines();
        if (State.Phase != Phase.Over)
            Serve(client, Wait(client));
    }

    /// <summary>A suspended process or a starved machine did not listen: that is not the broker's silence.</summary>
    private void ForgiveOwnAbsence()
    {
        if (Now - lastTurn > 2 * LongestWait)
            lastHeard += Now - lastTurn;
        lastTurn = Now;
    }

    private void SayGoodbye(NativeClient client)
    {
        if (State.Phase == Phase.Dialling)
            State.EndUnreachable("given up while dialling");
        if (State.Phase != Phase.Open)
            return;
        State.Leave();
        goodbyeSaid = Now;
        farewell = new Farewell(client.Socket);
        Check(client, client.Disconnect());
    }

    private void KeepDeadlines()
    {
        switch (State.Phase)
        {
            case Phase.Dialling when Now >= dialTime:
                State.EndUnreachable($"no answer within {dialTime.TotalSeconds:0.###} s");
                break;
            case Phase.Open when State.KeepAlive > TimeSpan.Zero && Now - lastHeard >= 1.5 * State.KeepAlive:
                State.End(new MqttFault.Lost(Inbox.IsOverfull
                    ? $"Nobody read the received messages, {Inbox.Count} of them, so the broker could not be heard."
                    : $"The broker was silent for {(Now - lastHeard).TotalSeconds:0.#} s."));
                break;
            case Phase.Leaving when Now - goodbyeSaid >= GoodbyeTime:
                State.End(null);
                break;
        }
    }

    private void Serve(NativeClient client, short ready)
    {
        var error = State.Phase == Phase.Dialling && ready != 0 ? SystemCalls.PendingError(client.Socket) : 0;
        // A broker that refuses a certificate says so, and hangs up before it has read all that we said.
        if (error != 0 && tls is not null)
            client.Read();
        if (error != 0)
            EndDial(Marshal.GetPInvokeErrorMessage(error));
        if (State.Phase != Phase.Over && (ready & ~SystemCalls.PollOut) != 0)
        {
            lastHeard = Now;
            Check(client, client.Read());
        }
        if (State.Phase != Phase.Over && (ready & SystemCalls.PollOut) != 0)
            Check(client, client.Write());
        if (State.Phase == Phase.Open)
            Check(client, client.KeepAlive());
    }

    private void Check(NativeClient client, int result)
    {
        if (result == LibMosquitto.Success && client.Socket >= 0)
            return;
        if (State.Phase == Phase.Dialling && tls?.FaultAt(Address) is { } fault)
            State.End(fault);
        else
            State.EndByLibrary(result);
    }

    private void EndDial(string why)
    {
        if (tls?.FaultAt(Address) is { } fault)
            State.End(fault);
        else
            State.EndUnreachable(why);
    }

    /// <returns>What the socket is ready for; an error or a hang-up counts even when it was not asked for.</returns>
    private unsafe short Wait(NativeClient client)
    {
        var wanted = MayRead() ? SystemCalls.PollIn : 0;
        if (client.WantsToWrite)
            wanted |= SystemCalls.PollOut;
        var entries = stackalloc SystemCalls.PollEntry[]
        {
            new() { File = client.Socket, Wanted = (short)wanted },
            new() { File = wakeUp.File, Wanted = SystemCalls.PollIn },
        };
        var longest = State.Phase == Phase.Dialling ? dialTime - Now : LongestWait;
        var milliseconds = (int)Math.Ceiling(Math.Clamp(longest.TotalMilliseconds, 0, LongestWait.TotalMilliseconds));
        if (SystemCalls.Poll(entries, 2, milliseconds) <= 0)
            return 0;
        if (entries[1].Ready != 0)
            wakeUp.Reset();
        return entries[0].Ready;
    }

    /// <summary>
    /// A full inbox stops the reading, so that the broker is made to wait. But one packet is read now and then all the
    /// same: else the answer to our PINGREQ stays behind the messages, and a connection dies that has only a slow
    /// reader.
    /// </summary>
    private bool MayRead()
    {
        if (State.Phase != Phase.Open)
            return State.Phase == Phase.Dialling;
        return !Inbox.IsFull() || (!Inbox.IsOverfull && Now - lastHeard >= State.KeepAlive / 8);
    }
}
