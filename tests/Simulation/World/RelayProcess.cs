using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;

namespace Tests.Simulation;

/// <summary>
/// The relay's real logic over the modelled broker: what <see cref="Relay"/> does with threads and sockets, without.
/// </summary>
internal sealed class RelayProcess
{
    private const long TimerEvery = 1_000;

    private readonly RelayLogic logic;
    private readonly ITerminalHost host;
    private readonly Backoff backoff;
    private BrokerLink? link;
    private bool isSteady;

    public RelayProcess(RelayLogic logic, ITerminalHost host, Func<double> chance)
    {
        (this.logic, this.host) = (logic, host);
        backoff = new Backoff(TimeSpan.FromSeconds(30), chance);
        host.Later(0, Dial);
        host.Later(TimerEvery, OnTime);
    }

    /// <summary>Its connection hangs.</summary>
    public void HalfOpen()
    {
        if (link is not null)
            link.IsHalfOpen = true;
    }

    /// <summary>The process or its machine is gone.</summary>
    public void Die() => link?.Close();

    public void JournalGrew() => host.Later(0, () => Do(logic.JournalGrew(host.Monotonic)));

    public void ListApplied() => host.Later(0, () => Do(logic.ListApplied(host.Monotonic)));

    public void AskForCardList() => host.Later(0, () => Do(logic.AskForCardList(host.Monotonic)));

    public void StatusChanged(StatusMessage status) => host.Later(0, () => Do(logic.StatusChanged(status)));

    private void OnTime()
    {
        var isSteadyNow = logic.IsSteady(host.Monotonic);
        if (isSteadyNow && !isSteady)
            backoff.Succeeded();
        isSteady = isSteadyNow;
        Do(logic.OnTime(host.Monotonic));
        host.Later(TimerEvery, OnTime);
    }

    private void Dial()
    {
        link = host.Connect(message => host.Now(() => Do(logic.Received(message, host.Monotonic))), Hang);
        if (link is null)
        {
            host.Hear(new RelayNews.NotConnected("no broker"));
            host.Later(Pause(), Dial);
            return;
        }
        Do(logic.Connected(host.Monotonic));
    }

    /// <summary>The connection is gone.</summary>
    private void Hang() => host.Now(() =>
    {
        if (link is null)
            return;
        link.Close();
        link = null;
        logic.Disconnected();
        host.Later(Pause(), Dial);
    });

    private long Pause() => (long)backoff.Next().TotalMilliseconds;

    private void Do(IReadOnlyList<RelayAction> actions)
    {
        foreach (var action in actions)
            switch (action)
            {
                case RelayAction.Publish publish:
                    Publish(publish.Message, publish.Ticket);
                    break;
                case RelayAction.Subscribe subscribe:
                    link?.Subscribe(subscribe.Topic);
                    break;
                case RelayAction.Unsubscribe unsubscribe:
                    link?.Unsubscribe(unsubscribe.Topic);
                    break;
                case RelayAction.Tell news:
                    host.Hear(news.News);
                    break;
                case RelayAction.Drop:
                    backoff.Succeeded();
                    Hang();
                    return;
            }
    }

    private void Publish(MqttMessage message, long? ticket)
    {
        var of = link;
        link?.Publish(message, ticket is not { } number
            ? null
            : () => host.Now(() =>
            {
                // A late answer of a connection that is gone is not heard any more.
                if (of != link)
                    return;
                host.Taken(message);
                Do(logic.Published(number, host.Monotonic));
            }));
    }
}
