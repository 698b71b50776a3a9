// What the other floors count with.
#ifndef MEDIAGEN_SERVER_METRICS_INSTRUMENTS_H_
#define MEDIAGEN_SERVER_METRICS_INSTRUMENTS_H_

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace mediagen {

// Each stands for one series of a Metrics object, which outlives it; one that was made without a
// series counts nothing. Plain values. Any thread.

class Counter {
 public:
  Counter() = default;
  explicit Counter(prometheus::Counter& series) : series_(&series) {}
  void Add(double amount = 1) const;

 private:
  prometheus::Counter* series_ = nullptr;
};

class Gauge {
 public:
  Gauge() = default;
  explicit Gauge(prometheus::Gauge& series) : series_(&series) {}
  void Add(double amount) const;
  void Set(double value) const;

 private:
  prometheus::Gauge* series_ = nullptr;
};

class Histogram {
 public:
  Histogram() = default;
  explicit Histogram(prometheus::Histogram& series) : series_(&series) {}
  void Observe(double value) const;

 private:
  prometheus::Histogram* series_ = nullptr;
};

}  // namespace mediagen

#endif  // MEDIAGEN_SERVER_METRICS_INSTRUMENTS_H_
