namespace HardwareDrivers.Pn532;

/// <summary>One item of the radio's settings (UM0701-02, 7.3.1).</summary>
public abstract record RfConfiguration : ConfigurationCommand
{
    private readonly byte item;

    private RfConfiguration(byte item) : base(CommandCode.RfConfiguration) => this.item = item;

    /// <inheritdoc/>
    protected sealed override byte[] Parameters() => [item, .. Values()];

    /// <summary>What follows the item's number.</summary>
    protected abstract byte[] Values();

    /// <summary>Item 1: the field, now. A command that needs it switches it on by itself.</summary>
    /// <param name="On">False: cards lose their power, and with it whatever state they were in.</param>
    public sealed record Field(bool On) : RfConfiguration(0x01)
    {
        // AutoRFCA stays off: a phone's own field must not keep ours from coming up.
        /// <inheritdoc/>
        protected override byte[] Values() => [On ? (byte)0x01 : (byte)0x00];
    }

    /// <summary>Item 2: how long the chip waits for an answer over the air.</summary>
    /// <param name="AttributeResponse">Between ATR_REQ and ATR_RES; the chip starts with 102.4 ms.</param>
    /// <param name="Exchange">In InDataExchange and InCommunicateThru; the chip starts with 51.2 ms.</param>
    public sealed record Timings(RfTimeout AttributeResponse, RfTimeout Exchange) : RfConfiguration(0x02)
    {
        /// <inheritdoc/>
        protected override byte[] Values() => [0x00, AttributeResponse.Code, Exchange.Code];
    }

    /// <summary>Item 4: how often an exchange is tried again after a transmission error.</summary>
    /// <param name="Retries">The chip starts with 0: one try.</param>
    public sealed record ExchangeRetries(byte Retries) : RfConfiguration(0x04)
    {
        /// <inheritdoc/>
        protected override byte[] Values() => [Retries];
    }

    /// <summary>
    /// Item 5: how often an activation is tried again; 0 is one try, <see cref="Forever"/> has no end.
    /// </summary>
    /// <param name="AttributeRequest">MxRtyATR: of an NFC-DEP target; the chip starts with
    /// <see cref="Forever"/>.</param>
    /// <param name="ParameterSelection">MxRtyPSL: of PSL_REQ or PPS; the chip starts with 1.</param>
    /// <param name="PassiveActivation">MxRtyPassiveActivation: of InListPassiveTarget; the chip starts with
    /// <see cref="Forever"/>.</param>
    public sealed record ActivationRetries(byte AttributeRequest, byte ParameterSelection, byte PassiveActivation)
        : RfConfiguration(0x05)
    {
        /// <summary>Tries without end.</summary>
        public const byte Forever = 0xFF;

        /// <inheritdoc/>
        protected override byte[] Values() => [AttributeRequest, ParameterSelection, PassiveActivation];
    }
}
