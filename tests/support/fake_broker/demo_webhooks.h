#pragma once

#include "tests/support/fake_broker/fake_broker.h"

namespace parley::test {

//! Answers what the Webhooks page asks beside the list of webhooks: their health, functions, the
//! inspector, tests and rotations.
void answerWebhooks(FakeBroker &broker);

} // namespace parley::test
