#pragma once

#include "tests/support/fake_broker/fake_broker.h"

namespace parley::test {

//! Answers what the Tokens and Audit pages ask beside the list of tokens: permissions and audit.
void answerAccess(FakeBroker &broker);

} // namespace parley::test
