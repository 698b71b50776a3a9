#include "server/metrics/instruments.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace mediagen {

void Counter::Add(double amount) const {
  if (series_ != nullptr) series_->Increment(amount);
}

void Gauge::Add(double amount) const {
  if (series_ != nullptr) series_->Increment(amount);
}

void Gauge::Set(double value) const {
  if (series_ != nullptr) series_->Set(value);
}

void Histogram::Observe(double value) const {
  if (series_ != nullptr) series_->Observe(value);
}

}  // namespace mediagen
