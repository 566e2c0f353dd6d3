#pragma once

#include <vector>

#include "server/types/token_template.h"

namespace parley {

//! What a new store begins with; people change or delete them as any other.
std::vector<TokenTemplate> defaultTemplates();

} // namespace parley
