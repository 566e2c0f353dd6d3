#pragma once

#include "tests/support/fake_broker/fake_broker.h"

namespace parley::test {

//! Fills \p broker with a room "friends" and what belongs to it, so that every page has something
//! to show: topics, tokens, webhooks, deliveries in several states, audit, live messages, chat.
void fillWithDemoData(FakeBroker &broker);

//! An empty broker: lists that are there and hold nothing.
void fillWithNothing(FakeBroker &broker);

} // namespace parley::test
