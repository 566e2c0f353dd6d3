#pragma once

#include "tests/support/fake_broker/fake_broker.h"

namespace parley::test {

//! What is published in the demo: lines of the room, live messages, the audit. The rest of the demo
//! is what the broker answers (demo_data.h).
void publishDemoMessages(FakeBroker &broker);

} // namespace parley::test
