// Prices in words.
#ifndef MEDIAGEN_SERVER_UPSTREAM_PRICE_TEXT_H_
#define MEDIAGEN_SERVER_UPSTREAM_PRICE_TEXT_H_

#include <string>

#include "server/upstream/model_row.h"

namespace mediagen {

// What the usual result of a model costs, such as `0.04 USD a picture`; empty: not known.
std::string PriceText(const ModelRow& row);

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_UPSTREAM_PRICE_TEXT_H_
